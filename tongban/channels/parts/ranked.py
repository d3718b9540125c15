"""A ranked week in rows, as pages, tables and pictures show it: the best first, whoever had too little last and without a place."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.supervision.terms import Standing, UnknownWeek

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms import GroupTable, Line, RankedWeek, RankingView, Rate

COLUMNS = (
    *("week", "version", "corrected_because", "table", "group", "unit", "merged", "name_zh", "name_en"),
    *("due", "on_time", "late", "unanswered"),
    *("on_time_share", "on_time_lower", "on_time_upper", "on_time_rank", "on_time_tail", "on_time_standing"),
    *("rated", "satisfied", "satisfied_share", "satisfied_lower", "satisfied_upper", "satisfied_rank", "satisfied_standing", "solved"),
    *("median_hours", "response_rank", "score", "score_rank"),
)


@dataclass(frozen=True)
class Row:
    """A unit in a table, with its name and those of the units that were merged into it."""

    line: Line
    name: Bilingual
    merged: tuple[Bilingual, ...]
    tied: bool  # another unit of its group has the same place


@dataclass(frozen=True)
class Table:
    """A group. `rated` tells messages from cases, of which none is rated."""

    group: GroupTable
    rows: tuple[Row, ...]
    rated: bool

    @property
    def due(self) -> int:
        return sum(row.line.on_time.n for row in self.rows)


def tables(ranked: RankedWeek, *, rated: bool) -> tuple[Table, ...]:
    """The groups of a week: messages, or cases where anything was due."""
    found = (Table(group, tuple(_rows(ranked, group)), rated) for group in (ranked.messages if rated else ranked.cases))
    return tuple(each for each in found if each.rows and (rated or each.due))


def with_unit(ranked: RankedWeek, unit: str, *, rated: bool) -> tuple[Table, Row] | None:
    """The table in which a unit stands, and its row there."""
    found = ((each, row) for each in tables(ranked, rated=rated) for row in each.rows)
    return next(((each, row) for each, row in found if unit in (row.line.unit, *row.line.merged)), None)


def cells(view: RankingView) -> Iterator[dict[str, Any]]:
    """Both tables of a week, a unit a row, with every column; what is not there is empty."""
    for rated in (True, False):
        for table in tables(view.ranked, rated=rated):
            kind = "messages" if rated else "cases"
            version = {"version": view.line.version, "corrected_because": view.line.corrected_because}
            about = {"week": view.line.week, "table": kind, "group": table.group.key} | version
            yield from (dict.fromkeys(COLUMNS) | about | _cells(row, rated) for row in table.rows)


def asked_version(told: str, week: str) -> int:
    """The version that an address names; 0: none. Refuses: UnknownWeek."""
    if told and not (told.isascii() and told.isdigit() and len(told) < 6 and int(told)):
        raise UnknownWeek(f"{week} version {told}")
    return int(told or 0)


def as_csv(view: RankingView) -> str:
    """Both tables of a week, as programs of tables open it."""
    told = io.StringIO()
    writer = csv.DictWriter(told, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(cells(view))
    return "\ufeff" + told.getvalue()


def _rows(ranked: RankedWeek, group: GroupTable) -> Iterator[Row]:
    names, ranks = ranked.names, Counter(line.on_time.rank for line in group.lines)
    for line in sorted(group.lines, key=_place):
        merged = tuple(names[each] for each in line.merged if each in names)
        yield Row(line, names[line.unit], merged, tied=line.on_time.rank is not None and ranks[line.on_time.rank] > 1)


def _place(line: Line) -> tuple[Any, ...]:
    rate = line.on_time
    return (rate.rank is None, rate.rank or 0, -rate.n, line.unit)


def _cells(row: Row, rated: bool) -> dict[str, Any]:
    line = row.line
    told: dict[str, Any] = {"unit": line.unit, "merged": " ".join(line.merged), "name_zh": row.name.zh, "name_en": row.name.en}
    told |= {
        "due": line.on_time.n,
        "on_time": line.on_time.good,
        "late": line.late,
        "unanswered": line.unanswered,
        "on_time_tail": line.on_time.tail,
    }
    told |= _rate("on_time", line.on_time) | {"median_hours": line.response.hours, "response_rank": line.response.rank}
    if rated:
        told |= {"rated": line.satisfied.n, "satisfied": line.satisfied.good, "solved": line.solved}
        told |= _rate("satisfied", line.satisfied) | {"score": line.score, "score_rank": line.score_rank}
    return told


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    told = {"share": rate.share, "lower": rate.lower, "upper": rate.upper, "rank": rate.rank}
    standing = "" if rate.standing is Standing.BETWEEN else rate.standing.value
    return {f"{name}_{key}": value for key, value in told.items()} | {f"{name}_standing": standing}
