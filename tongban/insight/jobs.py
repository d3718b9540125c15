"""Each night, after the snapshot: every series is tested for surges, in the queue of heavy work."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.insight import actions, queries
from tongban.kernel import clock
from tongban.snapshots.terms import ExtraMissing, NoSnapshot, SnapshotRunning

QUEUE = "insight"
log = structlog.get_logger()


@app.periodic(cron="11 2 * * *")
@app.task(name="insight.surges", queue=QUEUE, queueing_lock="insight.surges")
def surges(timestamp: int) -> None:
    """Test the week up to yesterday, on Mondays the whole one; weeks that were missed before it, in their order."""
    now = clock.now()
    today = clock.city_date(now)
    try:
        for monday in queries.missed(today):
            actions.record_detection(until=monday, by=SYSTEM, at=now)
        done = actions.record_detection(until=today, by=SYSTEM, at=now)
    except ExtraMissing as missing:
        log.info("no detection of surges", library=missing.library)
    except (NoSnapshot, SnapshotRunning) as refusal:
        log.warning("surges were not looked for", because=type(refusal).__name__)
    else:
        log.info("series tested", week=done.week, tests=done.tests, stood=done.stood, opened=len(done.opened), closed=done.closed)
