"""Numbers in the open: accepted, on time, satisfied, median time; by unit, class, district, channel, hour and day. For everybody.

Read from `board_figure`, which a job counts; so a year of them costs what a day does, and is as old as the last count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection

from tongban.board.queries.city import board
from tongban.board.queries.lines import category_name, district_name, unit_name
from tongban.board.queries.units import units
from tongban.board.rules.median import CLASSES, median
from tongban.board.terms import FigureLine, Figures
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tongban.board.terms import BoardRelease


class Level(StrEnum):
    """By what figures are told."""

    WHOLE = "whole"
    UNIT = "unit"
    CATEGORY = "category"
    DISTRICT = "district"
    CHANNEL = "channel"
    SOURCE = "source"
    HOUR = "hour"
    DAY = "day"


SUMS = ("received", "accepted_in_time", "answered", "on_time", "overdue_open", "rated", "satisfied", "solved")
KEYS = {level: f"{level.value}::text" for level in Level} | {Level.WHOLE: "''", Level.DAY: "received_on::text"}
FILTERS = ("unit", "category", "district", "channel", "source")


@dataclass
class Sum:
    counts: list[int] = field(default_factory=lambda: [0] * len(SUMS))
    hours: list[int] = field(default_factory=lambda: [0] * CLASSES)

    def add(self, other: Sum) -> None:
        self.counts = [one + more for one, more in zip(self.counts, other.counts, strict=True)]
        self.hours = [one + more for one, more in zip(self.hours, other.hours, strict=True)]


def figures(level: Level, *, since: date, until: date, with_below: bool = False, **only: str) -> Figures:
    """The sums of a level over messages received on these days (both included), and of all of them together.

    `only` narrows to one unit, category (or the beginning of its code), district, channel or source. `with_below` counts for a unit
    what the units under it had as well, so that levels do not add up to the whole.
    """
    release = board()
    found = _read(level, since=since, until=until, only=only)
    whole = Sum()
    for each in found.values():
        whole.add(each)
    if level is Level.UNIT and with_below:
        found = _with_below(found, release)
    lines = tuple(_line(key, _name(level, key, release), found[key]) for key in sorted(found))
    return Figures(lines=lines, whole=_line("", Bilingual(""), whole))


def _read(level: Level, *, since: date, until: date, only: dict[str, str]) -> dict[str, Sum]:
    """One statement."""
    asked = ["received_on BETWEEN %s AND %s"]
    values = [since.isoformat(), until.isoformat()]
    for name in FILTERS:
        if only.get(name):
            asked.append(f"{name} LIKE %s" if name == "category" else f"{name} = %s")
            values.append(f"{only[name]}%" if name == "category" else only[name])
    hours = ", ".join(f"sum(hours[{place}])" for place in range(1, CLASSES + 1))
    sums = ", ".join(f"sum({name})" for name in SUMS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEYS[level]}, {sums}, {hours} FROM board_figure WHERE {' AND '.join(asked)} GROUP BY 1", values)
        return {row[0]: _sum(row[1:]) for row in cursor.fetchall()}


def _sum(values: Iterable[Any]) -> Sum:
    numbers = [int(value or 0) for value in values]
    return Sum(numbers[: len(SUMS)], numbers[len(SUMS) :])


def _with_below(found: dict[str, Sum], release: BoardRelease) -> dict[str, Sum]:
    tree = units(release)
    summed: dict[str, Sum] = defaultdict(Sum)
    for code, each in found.items():
        for above in (code, *tree.over(code)):
            summed[above].add(each)
    return dict(summed)


def _name(level: Level, key: str, release: BoardRelease) -> Bilingual:
    match level:
        case Level.UNIT:
            return unit_name(key, release)
        case Level.CATEGORY:
            return category_name(key, release)
        case Level.DISTRICT:
            return district_name(key, release)
        case Level.SOURCE:
            return release.sources.get(key, Bilingual(key))
        case _:
            return Bilingual(key)


def _line(key: str, name: Bilingual, each: Sum) -> FigureLine:
    told = dict(zip(SUMS, each.counts, strict=True))
    return FigureLine(key=key, name=name, median_hours=median(each.hours), **told)
