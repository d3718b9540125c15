"""The text of one record as values by column."""

# pyright: standard
# JSON is whatever it is.

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tongban.licences.rules.ingestion.cleaning import Faulty
from tongban.licences.terms import Fault, FaultyStock

if TYPE_CHECKING:
    from tongban.licences.rules.ingestion.mapping import StockMapping

Values = dict[str, Any]


class Reader:
    """Reads records of one list: of CSV with its header, else JSON objects."""

    def __init__(self, mapping: StockMapping, header: bytes = b"") -> None:
        """Refuses: FaultyStock, when the header cannot be read or lacks a column that the mapping needs."""
        self._encoding, self._delimiter = mapping.encoding, mapping.delimiter
        self._header: Sequence[str] = ()
        self.read = self._read_json
        if mapping.format == "csv":
            self._header = self._checked(header, mapping)
            self.read = self._read_csv

    def _checked(self, header: bytes, mapping: StockMapping) -> Sequence[str]:
        try:
            columns = [each.strip() for each in self._cells(self._decoded(header))]
        except Faulty as fault:
            raise FaultyStock(f"the header cannot be read: {fault.fault}") from fault
        if missing := sorted(mapping.columns - set(columns)):
            raise FaultyStock(f"the list has no column {', '.join(missing)}")
        if twice := sorted({each for each in mapping.columns if columns.count(each) > 1}):
            raise FaultyStock(f"the list has more than one column {', '.join(twice)}")
        return columns

    def _read_csv(self, record: bytes) -> Values:
        """Raises Faulty."""
        cells = self._cells(self._decoded(record))
        if len(cells) != len(self._header):
            raise Faulty("", Fault.COLUMNS, f"{len(cells)}/{len(self._header)}")
        return dict(zip(self._header, cells, strict=True))

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
            rows = list(csv.reader((text,), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            raise Faulty("", Fault.TOO_LONG if "larger than" in str(error) else Fault.QUOTE) from None
        return rows[0] if rows else []

    def _decoded(self, record: bytes) -> str:
        try:
            return record.decode(self._encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            raise Faulty("", Fault.ENCODING) from None


def _refused(word: str) -> Any:
    raise ValueError(word)


def listed(value: Any) -> list[Any] | None:
    """A list of JSON, or None where it is something else."""
    return value if isinstance(value, list) else None


def mapped(value: Any) -> dict[str, Any] | None:
    """An object of JSON, or None where it is something else."""
    return value if isinstance(value, dict) else None
