"""Facts: what happened, told to the modules above, in order per aggregate and exactly once in effect. See ADR 0006.

A module defines facts in `events.py` as frozen dataclasses of ids, times and short codes; a verb writes one in its own
transaction. A higher module subscribes in `subscriptions.py`. One resident dispatcher delivers.
"""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, get_args, get_type_hints
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Least

from tongban.kernel import rows
from tongban.kernel.models.facts import FactRow

DISPATCHER_LOCK = 7_340_002
LONGEST_DELAY = timedelta(minutes=10)
MOST_ATTEMPTS = 32_767  # what the column holds: 227 days of failing
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of all facts. `aggregate` names the kind of thing it is about; its id is `<aggregate>_id`."""

    aggregate: ClassVar[str]
    at: datetime

    @property
    def aggregate_id(self) -> UUID:
        return getattr(self, f"{self.aggregate}_id")

    @classmethod
    def name(cls) -> str:
        """`cases.CaseAccepted`."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"


Handler = Callable[[Any], None]
_subscribers: dict[str, list[tuple[str, Handler]]] = {}
_kinds: dict[str, type[Fact]] = {}


def subscriber(kind: type[Fact]) -> Callable[[Handler], Handler]:
    """Register a handler of one kind of fact. It runs in a transaction with its mark and must be quick: defer heavy work."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _kinds[kind.name()] = kind
        _subscribers.setdefault(kind.name(), []).append((name, handler))
        return handler

    return register


MARK = "INSERT INTO kernel_delivery (fact_id, subscriber) VALUES (%s, %s) ON CONFLICT DO NOTHING"
RECORD = """
INSERT INTO kernel_factrow (name, aggregate, aggregate_id, sequence, payload, at)
SELECT %s, %s, %s, coalesce(max(sequence), 0) + 1, %s::jsonb, %s FROM kernel_factrow WHERE aggregate_id = %s
"""


def entry(fact: Fact) -> rows.Part:
    """The fact, for `rows.write` in the verb's transaction; of one aggregate one fact a statement.

    The caller holds the lock of the aggregate, so its order is its sequence.
    """
    values = {field.name: _plain(getattr(fact, field.name)) for field in dataclasses.fields(fact) if field.name != "at"}
    identity = fact.aggregate_id
    return rows.Part(RECORD, [fact.name(), fact.aggregate, identity, _json(values), fact.at, identity])


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, date) else value


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def backlog() -> int:
    """How many facts wait for delivery."""
    return FactRow.objects.filter(settled_at__isnull=True).count()


def dispatch(*, at: datetime, limit: int = 200) -> int:
    """Deliver waiting facts in order per aggregate; returns how many were settled. A second dispatcher at the same time does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DISPATCHER_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        try:
            return _drain(at=at, limit=limit)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DISPATCHER_LOCK])


def _drain(*, at: datetime, limit: int) -> int:
    """Deliver in rounds: an aggregate that fails is left out of the next, so that its waiting facts take nobody's place."""
    settled = tried = 0
    while tried < limit and (batch := _deliverable(at=at, limit=limit - tried)):
        delivered, attempts = _round(batch, at=at)
        FactRow.objects.filter(pk__in=delivered).update(settled_at=at)
        settled, tried = settled + len(delivered), tried + attempts
    return settled


def _deliverable(*, at: datetime, limit: int) -> list[FactRow]:
    """The oldest facts of aggregates that are not held back by a failure."""
    waiting = FactRow.objects.filter(settled_at__isnull=True)
    held = waiting.filter(not_before__gt=at).values("aggregate_id")
    return list(waiting.exclude(aggregate_id__in=held).order_by("id")[:limit])


def _round(batch: list[FactRow], *, at: datetime) -> tuple[list[int], int]:
    """Which facts were delivered, and how many were tried: none of an aggregate after the first that failed."""
    delivered: list[int] = []
    failed: set[UUID] = set()
    for row in batch:
        if row.aggregate_id in failed:
            continue
        if _deliver(row, at=at):
            delivered.append(row.pk)
        else:
            failed.add(row.aggregate_id)
    return delivered, len(delivered) + len(failed)


def _deliver(row: FactRow, *, at: datetime) -> bool:
    """Give one fact to each subscriber that has not had it; False when one failed, with its next attempt put off."""
    for name, handler in _subscribers.get(row.name, ()):
        try:
            with transaction.atomic():
                if _marked(row, name):
                    handler(_restored(row))
        except Exception:
            told = {"fact": row.name, "fact_id": row.pk, "subscriber": name, "attempts": row.attempts + 1}
            log.error("a subscriber failed", exc_info=row.attempts == 0, **told)  # the whole story once: many facts may fail alike
            delay = min(timedelta(seconds=2 ** min(row.attempts, 12)), LONGEST_DELAY)
            attempts = Least(F("attempts") + 1, Value(MOST_ATTEMPTS))
            FactRow.objects.filter(pk=row.pk).update(attempts=attempts, not_before=at + delay)
            return False
    return True


def _marked(row: FactRow, subscriber: str) -> bool:
    """Whether this subscriber had not had it: one statement, and somebody who delivers it at the same moment is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, [row.pk, subscriber])
        return cursor.rowcount == 1


def _restored(row: FactRow) -> Fact:
    kind = _kinds[row.name]
    hints = get_type_hints(kind)
    values = {key: _typed(hints.get(key), value) for key, value in row.payload.items()}
    return kind(at=row.at, **values)


def _typed(hint: Any, value: Any) -> Any:
    """A value as its field's type has it: `UUID`, `datetime` and `date` came as text, alone or in `… | None`."""
    kinds = {hint, *get_args(hint)}
    if value is None:
        return None
    if UUID in kinds:
        return UUID(value)
    if datetime in kinds:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if date in kinds else value
