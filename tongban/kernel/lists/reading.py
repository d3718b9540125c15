"""The bytes of a list, or of one record of it, as text, as cells, and as values by column."""

# pyright: standard
# JSON is whatever it is.

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tongban.kernel.lists.faults import Fault, Faulty

if TYPE_CHECKING:
    from tongban.kernel.lists.cells import Values

LONGEST_CELL = 1_000_000  # characters
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, which spreadsheets write as "Unicode text"
csv.field_size_limit(LONGEST_CELL)  # the library keeps one for the whole process


class UnfitHeader(Exception):
    """A header that cannot be read, that lacks columns, or that has one twice."""

    def __init__(self, words: str, *, missing: Sequence[str] = (), twice: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.missing, self.twice = tuple(missing), tuple(twice)


def decoded(content: bytes, encodings: Sequence[str]) -> str:
    """A whole list by the first of these encodings that fits; as UTF-16 by its mark alone. Raises Faulty, with the line."""
    at, marked = 0, "utf-16" in encodings and content.startswith(WIDE_MARKS)
    for encoding in [each for each in encodings if (each == "utf-16") is marked]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
    raise Faulty("", Fault.ENCODING, line=content[:at].count(b"\n") + 1)


def as_utf8(content: bytes) -> bytes:
    """A list as UTF-8, from GB18030 where it is that, as office programs write it; not where UTF-8 is only damaged. Raises Faulty."""
    marks, high = content.decode("utf-8", "replace").count("\ufffd"), sum(content.count(bytes((each,))) for each in range(0x80, 0x100))
    return decoded(content, ["utf-8-sig", "gb18030"] if 4 * marks > high else ["utf-8-sig"]).encode()


def rows(text: str, *, delimiter: str = ",") -> Iterator[list[str]]:
    """The cells of every row of CSV, empty rows too. Raises Faulty, with the row at which reading ended and why."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):  # noqa: B007
            yield cells
    except csv.Error as error:
        raise _broken(error, line=number + 1) from None


def columns(cells: Sequence[str], needed: Collection[str], *, unique: bool = False) -> tuple[str, ...]:
    """The names in a header; none of those needed, or none at all where all must be `unique`, stands twice. Raises UnfitHeader."""
    names = [each.strip().removeprefix("\ufeff") for each in cells]
    if missing := [each for each in needed if each not in names]:
        raise UnfitHeader(f"the list has no column {', '.join(sorted(missing))}", missing=missing)
    if twice := sorted({each for each in (names if unique else needed) if each and names.count(each) > 1}):
        raise UnfitHeader(f"the list has more than one column {', '.join(twice)}", twice=twice)
    return tuple(names)


class Reader:
    """Reads records of one list: of CSV by its header, else JSON objects. A list is `even` where each record has a value in each column."""

    def __init__(
        self,
        header: bytes | None = None,
        *,
        encoding: str = "utf-8",
        delimiter: str = ",",
        needed: Collection[str] = (),
        even: bool = True,
    ) -> None:
        """Raises UnfitHeader."""
        self._encoding, self._delimiter, self._even = encoding, delimiter, even
        self._header: Sequence[str] = ()
        self.read = self._read_json
        if header is not None:
            try:
                self._header = columns(self._cells(self._decoded(header)), needed)
            except Faulty as fault:
                raise UnfitHeader(f"the header cannot be read: {fault.fault}") from fault
            self.read = self._read_csv

    def _read_csv(self, record: bytes) -> Values:
        """Raises Faulty."""
        cells = self._cells(self._decoded(record))
        if self._even and len(cells) != len(self._header):
            raise Faulty("", Fault.COLUMNS, f"{len(cells)}/{len(self._header)}")
        return dict(zip(self._header, cells))  # noqa: B905  what an uneven record has too much of, or too little, is left out

    def _read_json(self, record: bytes) -> Values:
        """Raises Faulty."""
        try:
            found = json.loads(self._decoded(record), parse_constant=_refused)
        except (ValueError, RecursionError):
            raise Faulty("", Fault.JSON) from None
        if not isinstance(found, dict):
            raise Faulty("", Fault.JSON)
        return found

    def _cells(self, text: str) -> list[str]:
        try:
            return next(csv.reader((text,), delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise _broken(error) from None

    def _decoded(self, record: bytes) -> str:
        try:
            return record.decode(self._encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            raise Faulty("", Fault.ENCODING) from None


def listed(value: Any) -> list[Any] | None:
    """A list of JSON, or None where it is something else."""
    return value if isinstance(value, list) else None


def mapped(value: Any) -> dict[str, Any] | None:
    """An object of JSON, or None where it is something else."""
    return value if isinstance(value, dict) else None


def _broken(error: csv.Error, *, line: int = 0) -> Faulty:
    return Faulty("", Fault.TOO_LONG if "larger than" in str(error) else Fault.QUOTE, str(error) if line else "", line=line)


def _refused(word: str) -> Any:
    raise ValueError(word)
