"""A sheet of an XLSX file as rows of text. Nothing is computed: a formula is no value."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_UNPACKED = 400_000_000  # bytes; more is no list but a bomb
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
BROKEN = (zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, TypeError, ValueError, OSError, EOFError)


class Loss(StrEnum):
    """What a spreadsheet has instead of a value that somebody wrote."""

    FORMULA = "formula"
    DIGITS = "digits"  # a number of more of them than it keeps


class Lossy(NamedTuple):
    """A cell of which something is lost."""

    row: int
    column: str
    value: str
    loss: Loss


class UnreadableBook(Exception):
    """Not XLSX, too large, or without the sheet that was asked for (`sheets` are those it has)."""

    def __init__(self, words: str, *, too_large: bool = False, sheets: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.too_large, self.sheets = too_large, tuple(sheets)


def sheet(content: bytes, name: str, lossy: list[Lossy]) -> Iterator[list[str]]:
    """The rows of the sheet of this name, else of the first; cells of which something is lost are told. Raises UnreadableBook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise UnreadableBook("unpacks to more than a list can be", too_large=True)
        with warnings.catch_warnings(action="ignore"):  # about styles that nobody reads here
            book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        if name and name not in book.sheetnames:
            raise UnreadableBook(f"there is no sheet `{name}`", sheets=book.sheetnames)
        page = book[name] if name else book.worksheets[0]
        page.reset_dimensions()  # what a file says of its size is often wrong
        for number, row in enumerate(page.iter_rows(), 1):
            yield [_cell(each, number, lossy) for each in row]
    except BROKEN as error:
        raise UnreadableBook(str(error)) from None


def _cell(cell: Any, row: int, lossy: list[Lossy]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        lossy.append(Lossy(row, cell.column_letter, str(value), Loss.FORMULA))
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value)
    if isinstance(value, int) and len(text) > EXACT_DIGITS:
        lossy.append(Lossy(row, cell.column_letter, text, Loss.DIGITS))
    return text
