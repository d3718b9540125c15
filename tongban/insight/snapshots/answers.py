"""Answers to questions about the files, as plain values: the snapshot is opened, asked on the backend of the settings, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tongban.insight.rules import series
from tongban.insight.snapshots import backends, questions
from tongban.insight.terms import RatedWeek, UnitFigures, WeekCount

if TYPE_CHECKING:
    from datetime import date

    from tongban.insight.terms import Area, Cell, Series


def weekly(*, level: int, by: Area, since: date, until: date) -> tuple[WeekCount, ...]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.weekly(rows, level=level, by=by, since=since, until=until))
    return tuple(WeekCount(row["monday"], row["category"], row["area"], row["raw"], row["voices"]) for row in found)


def filled(counts: tuple[WeekCount, ...], since: date, until: date) -> dict[tuple[str, str], tuple[Series, Series]]:
    """By class and area: all messages, and voices, week after week without a hole."""
    weeks = range(series.week_of(since), series.week_of(until))
    found: dict[tuple[str, str], tuple[dict[int, float], dict[int, float]]] = {}
    for each in counts:
        week = series.week_of(each.monday)
        for by_week, count in zip(found.setdefault((each.category, each.area), ({}, {})), (each.raw, each.voices), strict=True):
            by_week[week] = by_week.get(week, 0) + count
    return {
        cell: (series.filled(" ".join(cell), raw, weeks), series.filled(" ".join(cell), voices, weeks))
        for cell, (raw, voices) in found.items()
    }


def rows_of(cell: Cell, *, since: date, until: date) -> tuple[UUID, ...]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.rows_of(rows, cell, since=since, until=until))
    return tuple(UUID(row["id"]) for row in found)


def figures(*, since: date, until: date) -> tuple[UnitFigures, ...]:
    with backends.opened() as tables:
        return tuple(UnitFigures(**row) for row in tables.ask("messages", lambda rows: questions.figures(rows, since=since, until=until)))


def rated(*, since: date, until: date) -> tuple[RatedWeek, ...]:
    with backends.opened() as tables:
        return tuple(RatedWeek(**row) for row in tables.ask("ratings", lambda rows: questions.rated(rows, since=since, until=until)))
