"""The log of reads: who read whose data, when and for what. Names of fields, never values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from tongban.kernel.models.reads import Read

if TYPE_CHECKING:
    from tongban.kernel.who import Who


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the log as the holder may see it."""

    at: datetime
    question: str
    actor_kind: str
    actor_id: UUID | None
    purpose: str
    fields: tuple[str, ...]
    basis: str = ""
    receiver: str = ""


NOTE = """
INSERT INTO kernel_read (question, actor_kind, actor_id, purpose, subject, holders, fields, at, basis, receiver)
VALUES (%s, %s, %s, %s, %s, %s::uuid[], %s::text[], %s, %s, %s)
"""


def note(
    question: str,
    *,
    by: Who,
    at: datetime,
    purpose: str,
    holders: Collection[UUID],
    subject: str = "",
    fields: Collection[str] = (),
    basis: str = "",
    receiver: str = "",
) -> None:
    """Write that a question about these holders was answered: one INSERT, however many holders a page shows.

    `basis` is the article or the consent it rests on; `receiver` whoever was given the data outside the city's own desks.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [question, by.kind, by.id, purpose, subject, list(holders), list(fields), at, basis, receiver])


def reads_of_holder(holder_id: UUID, *, limit: int = 50) -> tuple[Reading, ...]:
    """The newest reads of one holder's data."""
    return _readings(Read.objects.filter(holders__contains=[holder_id]), limit)


def reads_of_subject(subject: str, *, limit: int = 50) -> tuple[Reading, ...]:
    """The newest reads of one thing, e.g. a case by its id."""
    return _readings(Read.objects.filter(subject=subject), limit)


def _readings(rows, limit: int) -> tuple[Reading, ...]:  # type: ignore[no-untyped-def]
    return tuple(
        Reading(row.at, row.question, row.actor_kind, row.actor_id, row.purpose, tuple(row.fields), row.basis, row.receiver)
        for row in rows.order_by("-id")[:limit]
    )
