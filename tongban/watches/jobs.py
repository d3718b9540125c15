"""Each night, after the snapshot, every watch is counted, in the queue of heavy work; one that was made or changed at once.

Their names are those by which jobs may wait in a city that is running (ADR 0036).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.snapshots import queries as snapshot_queries
from tongban.snapshots.terms import ExtraMissing, NoSnapshot
from tongban.watches import actions, queries
from tongban.watches.actions.watches import COUNT, QUEUE

log = structlog.get_logger()


@app.task(name=COUNT, queue=QUEUE, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def count_watch(watch_id: str) -> None:
    """A watch that was made or changed is counted at once; while a snapshot is being taken, a little later."""
    now = clock.now()
    try:
        actions.count_watch(watch_id=UUID(watch_id), until=_counted_until(now), by=SYSTEM, at=now)
    except (ExtraMissing, NoSnapshot) as refusal:
        log.info("a watch waits for the night", watch=watch_id, because=type(refusal).__name__)


@app.periodic(cron="41 2 * * *")
@app.task(name="insight.watches", queue=QUEUE, queueing_lock="insight.watches")
def watches(timestamp: int) -> None:
    """Count every watch, each in a transaction of its own: one that fails keeps none from being counted."""
    now = clock.now()
    until = _counted_until(now)
    told = [_counted(each, until, now) for each in queries.watches_to_count(by=SYSTEM)]
    log.info("watches counted", watches=told.count(True) + told.count(False), over=told.count(True))


def _counted(watch_id: UUID, until: date, at: datetime) -> bool | None:
    """Whether somebody is told; None where it could not be counted."""
    try:
        return actions.count_watch(watch_id=watch_id, until=until, by=SYSTEM, at=at)
    except Exception:
        log.exception("a watch could not be counted", watch=str(watch_id))
        return None


def _counted_until(now: datetime) -> date:
    """The first day that the files do not have whole."""
    taken = snapshot_queries.snapshots(by=SYSTEM, limit=1)
    return min([clock.city_date(now), *(clock.city_date(each.until_at) for each in taken)])
