"""What the files hold: the columns of each table, and how a row of the city becomes one of a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa

from tongban.kernel.clock import city_date

if TYPE_CHECKING:
    from datetime import datetime

LAYOUT = 1  # raised when the same columns come to mean something else
Row = Mapping[str, Any]
TEXT, WHOLE, REAL, FLAG, DAY, MOMENT = pa.string(), pa.int32(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")
SEQUENCE = "seq"  # rises with every row that is written: of rows with one id the one with the highest holds
PLAIN = {TEXT: "text", WHOLE: "whole", REAL: "real", FLAG: "flag", DAY: "day", MOMENT: "moment"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns by name; those in `derived` are worked out from the others, for instance the city's calendar day of a moment."""

    name: str
    columns: Mapping[str, pa.DataType]
    derived: Mapping[str, Callable[[Row], Any]]
    words: tuple[str, ...] = ()  # columns that are emptied when something is no longer displayed

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([*self.columns.items(), (SEQUENCE, pa.int64())])

    def batch(self, rows: Sequence[Row], first: int) -> pa.RecordBatch:
        """Rows as they are written; `first` is the sequence number of the first."""
        taken = {name: [_plain(self.derived[name](row) if name in self.derived else row[name]) for row in rows] for name in self.columns}
        arrays = [pa.array(values, self.columns[name]) for name, values in taken.items()]
        return pa.record_batch([*arrays, pa.array(range(first, first + len(rows)), pa.int64())], schema=self.schema)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def version(tables: Sequence[Table], **more: Any) -> str:
    """What decides how rows are written. Files of another version are written anew."""
    columns = {table.name: {name: PLAIN[kind] for name, kind in table.columns.items()} for table in tables}
    told = json.dumps([LAYOUT, columns, more], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _all(names: str, kind: pa.DataType) -> dict[str, pa.DataType]:
    return dict.fromkeys(names.split(), kind)


def _day(name: str) -> Callable[[Row], Any]:
    return lambda row: city_date(row[name]) if row[name] else None


def _hours(row: Row) -> float | None:
    begun: datetime = row["received_at"]
    return (row["first_answered_at"] - begun).total_seconds() / 3600 if row["first_answered_at"] else None


def messages(streets: Mapping[str, str]) -> Table:
    """Messages. `streets` names the district of each street: a message may be filed under either."""
    codes = "id number kind channel source category district street unit state end merged_into author_key title text"
    moments = "received_at accepted_at due_at first_answered_at answered_at closed_at changed_at"
    columns = _all(codes, TEXT) | _all(moments, MOMENT)
    columns |= _all("displayed on_time solved reopened urged", FLAG) | {"satisfaction": WHOLE, "received_on": DAY}
    columns |= {"longitude": REAL, "latitude": REAL, "answer_hours": REAL}
    derived = {
        "district": lambda row: streets.get(row["district"], row["district"]),
        "street": lambda row: row["district"] if row["district"] in streets else "",
        "received_on": _day("received_at"),
        "answer_hours": _hours,
    }
    return Table("messages", columns, derived, words=("title", "text"))


def ratings() -> Table:
    """Ratings of answers."""
    columns = _all("id message unit", TEXT) | {
        "round": WHOLE,
        "satisfaction": WHOLE,
        "at": MOMENT,
        "given_on": DAY,
    }
    columns |= _all("solved called_back", FLAG)
    return Table("ratings", columns, {"id": lambda row: str(row["id"]), "given_on": _day("at")})


def cases() -> Table:
    """Cases."""
    codes = "id number service type department applicant_kind state end"
    moments = "received_at accepted_at ended_at promised_due_at statutory_due_at changed_at"
    columns = _all(codes, TEXT) | _all(moments, MOMENT)
    columns |= {"round": WHOLE, "deemed_accepted": FLAG, "received_on": DAY, "ended_on": DAY}
    return Table("cases", columns, {"received_on": _day("received_at"), "ended_on": _day("ended_at")})
