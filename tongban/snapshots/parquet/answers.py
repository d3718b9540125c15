"""Answers to questions about the files, as plain values: the snapshot is opened, asked on the backend of the settings, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from tongban.snapshots.parquet import backends, questions
from tongban.snapshots.parquet.store import Store
from tongban.snapshots.terms import Behind, NoSnapshot, RatedWeek, Said, UnitFigures, WeekCount

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tongban.snapshots.terms import Area, Cell, Sought


def weekly(*, level: int, by: Area, since: date, until: date) -> tuple[WeekCount, ...]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.weekly(rows, level=level, by=by, since=since, until=until))
    return tuple(WeekCount(row["monday"], row["category"], row["area"], row["raw"], row["voices"]) for row in found)


def saying(sought: Sought, *, since: date, until: date) -> tuple[WeekCount, ...]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.saying(rows, sought, since=since, until=until))
    return tuple(WeekCount(row["monday"], sought.category, sought.area, row["raw"], row["voices"]) for row in found)


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


def data() -> str:
    manifest = Store(settings.INSIGHT_FOLDER).manifest()
    if manifest is None:
        raise NoSnapshot
    return manifest.digest


def said(*, since: date, until: date, at_most: int) -> list[Said]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.told(rows, since=since, until=until, at_most=at_most))
    return [_said(row) for row in found]


def said_in(ids: Collection[str]) -> list[Said]:
    with backends.opened() as tables:
        return [_said(row) for row in tables.ask("messages", lambda rows: questions.told_by(rows, ids))]


def _said(row: dict[str, Any]) -> Said:
    return Said(row["id"], row["received_on"], row["author_key"], row["title"], row["text"])


def behind(cells: Sequence[Cell], *, since: date, until: date) -> list[Behind]:
    with backends.opened() as tables:
        found = tables.ask("messages", lambda rows: questions.behind(rows, cells, since=since, until=until))
    return [Behind(row["cell"], row["id"], row["unit"], row["kind"] == questions.REPORT) for row in found]


def units_of(ids: Collection[str]) -> dict[str, str]:
    with backends.opened() as tables:
        return {row["id"]: row["unit"] for row in tables.ask("messages", lambda rows: questions.units_of(rows, ids))}
