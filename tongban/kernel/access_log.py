"""The log of reads: who read whose data, when and for what. Names of fields, never values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import connection

from tongban.kernel import rows
from tongban.kernel.models.reads import CONSUMER, Read

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
    subject: str = ""  # the case or the licence that was looked at
    number: int = 0  # its place in the log, by which pages go on
    result: str = ""  # the code of the refusal; empty where it was answered
    body: str = ""  # the department for which it was read, where the question says


NOTE = """
INSERT INTO kernel_read (question, actor_kind, actor_id, purpose, subject, holders, fields, at, basis, receiver, result, body)
VALUES (%s, %s, %s, %s, %s, %s::uuid[], %s::text[], %s, %s, %s, %s, %s)
"""


class Asked(TypedDict):
    """Who asked and what for. `basis` is the article or the consent it rests on; `receiver` whoever was given the data outside
    the city's own desks; `result` the code of a refusal, for those who log what they refused as well; `body` the department for
    which whoever works for several has looked."""

    by: Who
    at: datetime
    purpose: str
    holders: Collection[UUID]
    subject: NotRequired[str]
    fields: NotRequired[Collection[str]]
    basis: NotRequired[str]
    receiver: NotRequired[str]
    result: NotRequired[str]
    body: NotRequired[str]


def entry(question: str, **asked: Unpack[Asked]) -> rows.Part:
    """That a question about these holders was answered: one row, however many holders a page shows. For `rows.ask` and `rows.write`."""
    by, holders, fields = asked["by"], list(asked["holders"]), list(asked.get("fields", ()))
    values = [question, by.kind, by.id, asked["purpose"], asked.get("subject", ""), holders, fields, asked["at"]]
    return rows.Part(NOTE, [*values, *(asked.get(name, "") for name in ("basis", "receiver", "result", "body"))])


def note(question: str, **asked: Unpack[Asked]) -> None:
    """Write an entry by itself: one INSERT."""
    rows.write(entry(question, **asked))


def reads_of_holder(
    holder_id: UUID, *, limit: int = 50, before: int = 0, about: str = "", leave_out: UUID | None = None
) -> tuple[Reading, ...]:
    """The newest reads of one holder's data, or those older than the line numbered `before`.

    `about` is how the question begins, e.g. `licences.`; `leave_out` is a login whose own looks do not count: what it handed
    to a receiver does.
    """
    reads = Read.objects.filter(holders__contains=[holder_id])
    reads = reads.filter(pk__lt=before) if before else reads
    reads = reads.filter(question__startswith=about) if about else reads
    return _readings(reads.exclude(actor_id=leave_out, receiver="") if leave_out else reads, limit)


def reads_of_subject(subject: str, *, limit: int = 50) -> tuple[Reading, ...]:
    """The newest reads of one thing, e.g. a case by its id."""
    return _readings(Read.objects.filter(subject=subject), limit)


LAST_CALLS = f"""
SELECT DISTINCT ON (who) who, at, purpose, result FROM unnest(%s::uuid[]) AS who,
LATERAL (SELECT at, purpose, result FROM kernel_read WHERE actor_kind = '{CONSUMER}' AND actor_id = who ORDER BY id DESC LIMIT 1) AS last
"""


class LastCall(NamedTuple):
    """When a system asked last, what for, and the code of the refusal where it was refused."""

    at: datetime
    purpose: str
    result: str


def last_calls(consumer_ids: Collection[UUID]) -> dict[UUID, LastCall]:
    """The last call of each of these systems; of one that never asked there is none."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_CALLS, [list(consumer_ids)])
        return {who: LastCall(*told) for who, *told in cursor.fetchall()}


def _readings(rows, limit: int) -> tuple[Reading, ...]:  # type: ignore[no-untyped-def]
    return tuple(
        Reading(
            row.at,
            row.question,
            row.actor_kind,
            row.actor_id,
            row.purpose,
            tuple(row.fields),
            row.basis,
            row.receiver,
            row.subject,
            row.pk,
            row.result,
            row.body,
        )
        for row in rows.order_by("-id")[:limit]
    )
