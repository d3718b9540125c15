"""Each night, after the snapshot: every series is tested for surges, and watches are counted, in the queue of heavy work."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.insight import actions, queries
from tongban.insight.actions.watches import COUNT, QUEUE
from tongban.kernel import clock
from tongban.snapshots import queries as snapshot_queries
from tongban.snapshots.terms import ExtraMissing, NoSnapshot, SnapshotRunning

log = structlog.get_logger()


@app.periodic(cron="11 2 * * *")
@app.task(name="insight.surges", queue=QUEUE, queueing_lock="insight.surges")
def surges(timestamp: int) -> None:
    """Test the week up to yesterday, on Mondays the whole one."""
    now = clock.now()
    try:
        done = actions.record_detection(until=clock.city_date(now), by=SYSTEM, at=now)
    except ExtraMissing as missing:
        log.info("no detection of surges", library=missing.library)
    except (NoSnapshot, SnapshotRunning) as refusal:
        log.warning("surges were not looked for", because=type(refusal).__name__)
    else:
        log.info("series tested", week=done.week, tests=done.tests, stood=done.stood, opened=len(done.opened), closed=done.closed)


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
