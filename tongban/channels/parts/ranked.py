"""A ranked week in rows, as pages, tables and pictures show it: the best first, whoever had too little last and without a place."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.supervision.terms import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms import GroupTable, Line, RankedWeek, RankingView, Rate

COLUMNS = (
    *("week", "version", "table", "group", "unit", "name_zh", "name_en", "due", "on_time", "late", "unanswered"),
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


def as_csv(view: RankingView) -> str:
    """Both tables of a week, a unit a line, as programs of tables open it."""
    told = io.StringIO()
    writer = csv.DictWriter(told, COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for rated in (True, False):
        for table in tables(view.ranked, rated=rated):
            about = {
                "week": view.line.week,
                "version": view.line.version,
                "table": "messages" if rated else "cases",
                "group": table.group.key,
            }
            writer.writerows(about | _cells(row, rated) for row in table.rows)
    return "\ufeff" + told.getvalue()


def _rows(ranked: RankedWeek, group: GroupTable) -> Iterator[Row]:
    names = ranked.names
    for line in sorted(group.lines, key=_place):
        yield Row(line, names[line.unit], tuple(names[each] for each in line.merged if each in names))


def _place(line: Line) -> tuple[Any, ...]:
    rate = line.on_time
    return (rate.rank is None, rate.rank or 0, -rate.n, line.unit)


def _cells(row: Row, rated: bool) -> dict[str, Any]:
    line = row.line
    told: dict[str, Any] = {"unit": line.unit, "name_zh": row.name.zh, "name_en": row.name.en, "due": line.on_time.n}
    told |= {"on_time": line.on_time.good, "late": line.late, "unanswered": line.unanswered, "on_time_tail": _told(line.on_time.tail)}
    told |= _rate("on_time", line.on_time) | {"median_hours": _told(line.response.hours), "response_rank": _told(line.response.rank)}
    if rated:
        told |= {"rated": line.satisfied.n, "satisfied": line.satisfied.good, "solved": line.solved}
        told |= _rate("satisfied", line.satisfied) | {"score": _told(line.score), "score_rank": _told(line.score_rank)}
    return told


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    told = {"share": rate.share, "lower": rate.lower, "upper": rate.upper, "rank": rate.rank}
    standing = "" if rate.standing is Standing.BETWEEN else rate.standing.value
    return {f"{name}_{key}": _told(value) for key, value in told.items()} | {f"{name}_standing": standing}


def _told(value: float | int | None) -> float | int | str:
    return "" if value is None else value
