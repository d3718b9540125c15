"""A list as rows of text, from the bytes of a CSV or XLSX file. What the file is, its content says, not its name."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tongban.catalog.terms import Fault, Finding

MAX_ROWS = 200_000
MAX_UNPACKED = 400_000_000  # bytes; more is no list but a bomb
MAX_CELL = 1_000_000  # characters
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
DELIMITERS = (",", "\t", ";")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BROKEN = (zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, TypeError, ValueError, OSError, EOFError)


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
    header = [name.strip().removeprefix("\ufeff") for name in next(lines, list[str]())]
    missing = [name for name in needed if name not in header]
    if missing:
        has = ", ".join(name for name in header if name)[:300]
        raise _Unreadable(f"these columns are missing: {', '.join(missing)}; there are: {has or 'none'}.", "Correct the file or `columns`.")
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise _Unreadable(f"two columns are called {', '.join(doubled)}.", "Give each column its own name.")
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
    text = _decoded(content)
    if "\0" in text:
        raise _Unreadable("this is neither CSV nor XLSX.", "Export the list as .csv (UTF-8) or .xlsx.")
    if not text.strip():
        raise _Unreadable("the file is empty.", "Export the list again.")
    first = text.splitlines()[0]
    delimiter = next((each for each in DELIMITERS if set(needed) <= {name.strip(' "') for name in first.split(each)}), ",")
    csv.field_size_limit(MAX_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _counted(lines)


def _counted(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    number = 0
    try:
        for number, cells in enumerate(lines, 1):  # noqa: B007  the row at which reading ended
            yield cells
    except csv.Error as error:
        raise _Unreadable(
            f"row {number + 1} cannot be read as CSV: {error}.", "Quote cells that hold commas or quotes.", number + 1
        ) from None


def _decoded(content: bytes) -> str:
    """By its byte order mark, else UTF-8, else GB18030, which mainland spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unreadable("the file is neither UTF-8 nor GB18030 text.", "Save it as CSV in UTF-8.")


def _from_xlsx(content: bytes, sheet: str, findings: list[Finding]) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise _Unreadable("the file unpacks to more than a list can be.", "Split the list.")
        with warnings.catch_warnings(action="ignore"):  # about styles that nobody reads here
            book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        if sheet and sheet not in book.sheetnames:
            raise _Unreadable(f"there is no sheet `{sheet}`; there are {', '.join(book.sheetnames)}.", "Correct `sheet` in the mapping.")
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()  # what a file says of its size is often wrong
        for number, row in enumerate(page.iter_rows(), 1):
            yield [_cell(each, number, findings) for each in row]
    except BROKEN as error:
        raise _Unreadable(f"this is no XLSX file that can be read: {error}.", "Open it and save it again as .xlsx.") from None


def _cell(cell: Any, row: int, findings: list[Finding]) -> str:
    """A cell as text. Nothing is computed: a formula is no value."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        findings.append(Finding(row, cell.column_letter, str(value)[:200], "formula", "empty"))
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value)
    if isinstance(value, int) and len(text) > EXACT_DIGITS:
        findings.append(Finding(row, cell.column_letter, text, "number of more than 15 digits, the spreadsheet has lost some", text))
    return text
