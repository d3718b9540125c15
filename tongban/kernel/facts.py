"""Facts: what happened, told to the modules above, in order per aggregate and exactly once in effect. See ADR 0006.

A module defines facts in `events.py` as frozen dataclasses of ids, times and short codes; a verb publishes one in its own
transaction. A higher module subscribes in `subscriptions.py`. One resident dispatcher delivers.
"""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, get_type_hints
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F, Q

from tongban.kernel.models.facts import Delivery, FactRow

DISPATCHER_LOCK = 7_340_002
LONGEST_DELAY = timedelta(minutes=10)
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


PUBLISH = """
INSERT INTO kernel_factrow (name, aggregate, aggregate_id, sequence, payload, at)
SELECT %s, %s, %s, coalesce(max(sequence), 0) + 1, %s::jsonb, %s FROM kernel_factrow WHERE aggregate_id = %s
"""


def publish(fact: Fact) -> None:
    """Write the fact in the caller's transaction: one INSERT. The caller holds the lock of the aggregate, so its order is its sequence."""
    values = {field.name: _plain(getattr(fact, field.name)) for field in dataclasses.fields(fact) if field.name != "at"}
    identity = fact.aggregate_id
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [fact.name(), fact.aggregate, identity, _json(values), fact.at, identity])


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, datetime) else value


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def backlog() -> int:
    """How many facts wait for delivery."""
    return FactRow.objects.filter(settled_at__isnull=True).count()


def dispatch(*, at: datetime, limit: int = 200) -> int:
    """Deliver waiting facts in order per aggregate; returns how many were settled. A second dispatcher at the same time does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DISPATCHER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        try:
            return _drain(at=at, limit=limit)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DISPATCHER_LOCK])


def _drain(*, at: datetime, limit: int) -> int:
    waiting = list(FactRow.objects.filter(settled_at__isnull=True).order_by("id")[:limit])
    held = set(FactRow.objects.filter(Q(not_before__gt=at), settled_at__isnull=True).values_list("aggregate_id", flat=True))
    settled: list[int] = []
    for row in waiting:
        if row.aggregate_id in held:
            continue
        if _deliver(row, at=at):
            settled.append(row.pk)
        else:
            held.add(row.aggregate_id)
    FactRow.objects.filter(pk__in=settled).update(settled_at=at)
    return len(settled)


def _deliver(row: FactRow, *, at: datetime) -> bool:
    """Give one fact to each subscriber that has not had it; False when one failed, with its next attempt put off."""
    for name, handler in _subscribers.get(row.name, ()):
        try:
            with transaction.atomic():
                _mark, fresh = Delivery.objects.get_or_create(fact=row, subscriber=name)
                if fresh:
                    handler(_restored(row))
        except Exception:
            log.exception("a subscriber failed", fact=row.name, fact_id=row.pk, subscriber=name, attempts=row.attempts + 1)
            delay = min(timedelta(seconds=2 ** min(row.attempts, 12)), LONGEST_DELAY)
            FactRow.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, not_before=at + delay)
            return False
    return True


def _restored(row: FactRow) -> Fact:
    kind = _kinds[row.name]
    hints = get_type_hints(kind)
    values = {key: _typed(hints.get(key), value) for key, value in row.payload.items()}
    return kind(at=row.at, **values)


def _typed(hint: Any, value: Any) -> Any:
    text = str(hint)
    if value is not None and "UUID" in text:
        return UUID(value)
    return datetime.fromisoformat(value) if value is not None and "datetime" in text else value
