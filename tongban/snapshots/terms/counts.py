"""What snapshots hold and what is asked of them. Plain values: whoever reads them needs none of the libraries that counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

DIGITS = 2  # of a class, a level


def level_of(category: str) -> int:
    """Of a class by its digits; whatever has no class is counted with the highest ones."""
    return max(1, -(-len(category.rstrip("0")) // DIGITS))


class Area(StrEnum):
    """By what messages are counted beside their class."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """One run: rows of each table that were written and that now hold, up to when, and the digest of the list of files."""

    id: UUID
    at: datetime
    written: dict[str, int]
    parts: dict[str, int]
    until_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A class in an area. `level`: how many pairs of digits of the class count, 1 to 3. An empty place is one that is not known."""

    category: str
    area: str
    level: int = 3
    by: Area = Area.DISTRICT


@dataclass(frozen=True, slots=True)
class Sought:
    """Messages that say any of these words, or all of them; of a class at its level; in an area. Whatever is empty is not asked for."""

    words: tuple[str, ...] = ()
    all_of_them: bool = False
    category: str = ""
    level: int = 1
    area: str = ""
    by: Area = Area.CITY


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Messages of one class in one area that came in in the week of this Monday; `voices` counts whoever wrote several once."""

    monday: date
    category: str
    area: str
    raw: int
    voices: int


@dataclass(frozen=True, slots=True)
class Said:
    """What everybody may read of a message: when it came in, and a key of its author, or nothing where nobody knows who that is."""

    id: str
    received_on: date
    author_key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A message behind the count of a cell: the cell's place in what was asked, its unit, and whether it is a report (举报)."""

    cell: int
    id: str
    unit: str
    report: bool


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Of the messages that came in in some time, those that a unit has: how many were accepted, answered, on time, rated, satisfied."""

    unit: str
    received: int
    accepted: int
    answered: int
    on_time: int
    rated: int
    satisfied: int
    median_hours: float | None  # from being received to the first answer


@dataclass(frozen=True, slots=True)
class RatedWeek:
    """Ratings that a unit received in the week of this Monday."""

    monday: date
    unit: str
    rated: int
    satisfied: int
    solved: int
