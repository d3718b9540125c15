"""A list as rows of text, from the bytes of a CSV or XLSX file. What the file is, its content says, not its name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tongban.catalog.terms import Fault, Finding
from tongban.kernel import lists
from tongban.kernel.lists import spreadsheets

MAX_ROWS = 200_000
SHOWN = 200  # characters of a formula
DELIMITERS = (",", "\t", ";")
ENCODINGS = ("utf-16", "utf-8-sig", "gb18030")  # by the mark of the first; else the second, or what mainland spreadsheets write
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` by their number as a spreadsheet shows it: the header is row 1. Every cell is text."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...] = field(repr=False)
    findings: tuple[Finding, ...] = ()


class _Unreadable(Exception):
    """`problem`, `remedy` and perhaps a row."""


def read(file: str, content: bytes, *, needed: Collection[str], sheet: str = "") -> Table | Fault:
    """The list with at least these columns, or the one thing that keeps it from being read."""
    try:
        if not content.strip():
            raise _Unreadable("the file is empty.", "Export the list again.")
        if content.startswith(OLD_EXCEL):
            raise _Unreadable("this is the old Excel format.", "Save it as .xlsx or .csv.")
        findings: list[Finding] = []
        lines = _from_xlsx(content, sheet, findings) if content.startswith(b"PK") else _from_csv(content, needed)
        return _table(file, lines, needed, findings)
    except _Unreadable as error:
        problem, remedy, *row = error.args
        return Fault(file=file, line=row[0] if row else 1, path="", problem=problem, remedy=remedy)


def _table(file: str, lines: Iterator[list[str]], needed: Collection[str], findings: list[Finding]) -> Table:
    first = next(lines, list[str]())
    try:
        header = list(lists.columns(first, needed, unique=True))
    except lists.UnfitHeader as unfit:
        if unfit.twice:
            raise _Unreadable(f"two columns are called {', '.join(unfit.twice)}.", "Give each column its own name.") from None
        has = ", ".join(name for name in map(str.strip, first) if name)[:300]
        problem = f"these columns are missing: {', '.join(unfit.missing)}; there are: {has or 'none'}."
        raise _Unreadable(problem, "Correct the file or `columns`.") from None
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(lines, 2):
        if number > MAX_ROWS:
            raise _Unreadable(f"there are more than {MAX_ROWS} rows.", "Split the list.", number)
        if any(cell.strip() for cell in cells):
            findings += _ragged(number, cells, len(header))
            rows.append((number, _named(header, cells)))
    if not rows:
        raise _Unreadable("there is a header, but no row below it.", "Export the list again.")
    return Table(file=file, header=tuple(header), rows=tuple(rows), findings=tuple(findings))


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    """Cells by column; a cell without a column keeps its place, so that nothing is lost."""
    padded = cells + [""] * (len(header) - len(cells))
    named = {name or f"column {place}": cell for place, (name, cell) in enumerate(zip(header, padded, strict=False), 1) if name or cell}
    return named | {f"column {place}": cell for place, cell in enumerate(cells[len(header) :], len(header) + 1) if cell}


def _ragged(number: int, cells: list[str], columns: int) -> list[Finding]:
    if len(cells) < columns:
        return [Finding(number, "", f"{len(cells)} cells", "fewer cells than columns", "the rest taken as empty")]
    if any(cells[columns:]):
        return [Finding(number, "", f"{len(cells)} cells", "more cells than columns", "kept in the raw row")]
    return []


def _from_csv(content: bytes, needed: Collection[str]) -> Iterator[list[str]]:
    try:
        text = lists.decoded(content, ENCODINGS)
    except lists.Faulty:
        raise _Unreadable("the file is neither UTF-8 nor GB18030 text.", "Save it as CSV in UTF-8.") from None
    if "\0" in text:
        raise _Unreadable("this is neither CSV nor XLSX.", "Export the list as .csv (UTF-8) or .xlsx.")
    if not text.strip():
        raise _Unreadable("the file is empty.", "Export the list again.")
    first = text.splitlines()[0]
    delimiter = next((each for each in DELIMITERS if set(needed) <= {name.strip(' "') for name in first.split(each)}), ",")
    try:
        yield from lists.rows(text, delimiter=delimiter)
    except lists.Faulty as fault:
        problem = f"row {fault.line} cannot be read as CSV: {fault.value}."
        raise _Unreadable(problem, "Quote cells that hold commas or quotes.", fault.line) from None


def _from_xlsx(content: bytes, sheet: str, findings: list[Finding]) -> Iterator[list[str]]:
    lossy: list[spreadsheets.Lossy] = []
    try:
        for row in spreadsheets.sheet(content, sheet, lossy):
            findings += [_lost(each) for each in lossy]
            lossy.clear()
            yield row
    except spreadsheets.UnreadableBook as book:
        if book.too_large:
            raise _Unreadable(f"the file {book}.", "Split the list.") from None
        if book.sheets:
            raise _Unreadable(f"{book}; there are {', '.join(book.sheets)}.", "Correct `sheet` in the mapping.") from None
        raise _Unreadable(f"this is no XLSX file that can be read: {book}.", "Open it and save it again as .xlsx.") from None


def _lost(cell: spreadsheets.Lossy) -> Finding:
    if cell.loss is spreadsheets.Loss.FORMULA:
        return Finding(cell.row, cell.column, cell.value[:SHOWN], "formula", "empty")
    return Finding(cell.row, cell.column, cell.value, "number of more than 15 digits, the spreadsheet has lost some", cell.value)
