"""Each night: files for analysis are brought up to date, then every series is tested for surges.

Heavy work has a queue of its own, so that nobody's message waits for it.
"""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.insight import actions
from tongban.insight.terms import ExtraMissing, NoSnapshot, SnapshotRunning
from tongban.kernel import clock

QUEUE = "insight"
log = structlog.get_logger()
told: set[str] = set()  # what this process has said already


@app.periodic(cron="41 1 * * *")
@app.task(name="insight.snapshot", queue=QUEUE, queueing_lock="insight.snapshot")
def snapshot(timestamp: int) -> None:
    """Each night: bring the files up to date. Without the extra nothing is done, and the log says so once."""
    try:
        taken = actions.record_snapshot(by=SYSTEM, at=clock.now())
    except ExtraMissing as missing:
        if "extra" not in told:
            told.add("extra")
            log.warning("requirements/insight.txt is not installed: no snapshots, no detection of surges", library=missing.library)
    except SnapshotRunning:
        log.info("another process is taking a snapshot")
    else:
        log.info("snapshot taken", **{f"{table}_rows": n for table, n in taken.written.items()}, digest=taken.digest)


@app.periodic(cron="11 2 * * *")
@app.task(name="insight.surges", queue=QUEUE, queueing_lock="insight.surges")
def surges(timestamp: int) -> None:
    """Each night, after the snapshot: test the week up to yesterday, on Mondays the whole one."""
    now = clock.now()
    try:
        done = actions.record_detection(until=clock.city_date(now), by=SYSTEM, at=now)
    except ExtraMissing as missing:
        log.info("no detection of surges", library=missing.library)
    except (NoSnapshot, SnapshotRunning) as refusal:
        log.warning("surges were not looked for", because=type(refusal).__name__)
    else:
        log.info("series tested", week=done.week, tests=done.tests, stood=done.stood, opened=len(done.opened), closed=done.closed)
