"""Where rows come from: the questions that the message board and the cases answer for the system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

from tongban.board import queries as board_queries
from tongban.cases import queries as cases_queries
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import NoBoard
from tongban.snapshots.parquet import tables

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

Ask = Callable[..., Sequence[tables.Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """A table and the question for its rows, by their ids; `kind` reads an id that was kept as text."""

    table: tables.Table
    ask: Ask
    kind: Callable[[str], Any]

    def rows(self, since: datetime | None, until: datetime, after: str, limit: int, by: Actor) -> Sequence[tables.Row]:
        told = {"after": self.kind(after)} if after else {}
        return self.ask(changed_since=since, until=until, limit=limit, by=by, **told)


@dataclass(frozen=True, slots=True)
class Sources:
    """All tables with whoever asks for them, and the version of what is written."""

    each: tuple[Source, ...]
    by: Actor
    version: str


def of_the_city(*, by: Actor) -> Sources:
    """Messages, ratings and cases; nothing of the message board where a city has none."""
    found = (
        Source(tables.messages(_streets()), board_queries.snapshot, UUID),
        Source(tables.ratings(), board_queries.ratings_snapshot, int),
        Source(tables.cases(), cases_queries.snapshot, UUID),
    )
    version = tables.version([each.table for each in found], zone=settings.TIME_ZONE, streets=_streets(), of=_database())
    return Sources(found, by, version)


def _database() -> str:
    """Which database this is: files of another one are not gone on with."""
    return str(MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"])


def _streets() -> dict[str, str]:
    """The district of each street. Another division of the city is another version of the files."""
    try:
        return {each.code: each.parent for each in board().districts if each.parent}
    except NoBoard:
        return {}
