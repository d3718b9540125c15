"""Numbers in the open: accepted, on time, satisfied, median time; by unit, class, district, channel, hour and day. For everybody.

Read from what a job counts, so they are as old as the last count: by one thing alone from `board_figure_sum`, whole months as one row
each, so that a year costs what a month does; by two together from `board_figure`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection

from tongban.board.queries.lines import category_name, district_name, unit_name
from tongban.board.terms import FigureLine, Figures
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.histogram import CLASSES, median
from tongban.responsibilities.queries import board, units

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tongban.responsibilities.terms import BoardRelease


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


SUMS = ("received", "accepted_in_time", "answered", "on_time", "overdue_open", "rated", "satisfied", "solved", "imported", "waiting")
KEYS = {level: f"{level.value}::text" for level in Level} | {Level.WHOLE: "''", Level.DAY: "received_on::text"}
SUMMED = ", ".join([*(f"sum({name})" for name in SUMS), *(f"sum(hours[{place}])" for place in range(1, CLASSES + 1))])
SPANS = """((span = 'month' AND begins_on >= %s AND begins_on < %s)
  OR (span = 'day' AND (begins_on >= %s AND begins_on < %s OR begins_on >= %s AND begins_on < %s)))"""
ONE_DAY, MORE_THAN_A_MONTH = timedelta(1), timedelta(31)
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
    narrowed = {name: only[name] for name in FILTERS if only.get(name)}
    by_one = not narrowed or (len(narrowed) == 1 and level in (Level.WHOLE, Level.DAY))
    ask = _of_sums if by_one else _of_rows
    with connection.cursor() as cursor:
        cursor.execute(*ask(level, since, until, narrowed))
        return {row[0]: _sum(row[1:]) for row in cursor.fetchall()}


def _of_sums(level: Level, since: date, until: date, narrowed: dict[str, str]) -> tuple[str, list[Any]]:
    """By one thing alone: the rows of months that lie wholly in these days, and of the days before and after them."""
    after = until + ONE_DAY
    first = since if since.day == 1 else (since.replace(day=1) + MORE_THAN_A_MONTH).replace(day=1)
    last = after.replace(day=1)
    if level is Level.DAY or first >= last:
        first = last = after
    told = {Level.WHOLE: "''", Level.DAY: "begins_on::text"}.get(level, "key")
    within, name = "", Level.WHOLE if level is Level.DAY else level
    for name in narrowed:
        within = f" AND {_is('key', prefix=name == 'category')}"
    sql = f"SELECT {told}, {SUMMED} FROM board_figure_sum WHERE level = %s AND {SPANS}{within} GROUP BY 1"
    return sql, [str(name), first, last, since, first, last, after, *narrowed.values()]


def _of_rows(level: Level, since: date, until: date, narrowed: dict[str, str]) -> tuple[str, list[Any]]:
    """By two things together."""
    asked = " AND ".join(["received_on BETWEEN %s AND %s", *(_is(name, prefix=name == "category") for name in narrowed)])
    return f"SELECT {KEYS[level]}, {SUMMED} FROM board_figure WHERE {asked} GROUP BY 1", [since, until, *narrowed.values()]


def _is(column: str, *, prefix: bool) -> str:
    return f"starts_with({column}, %s)" if prefix else f"{column} = %s"


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
