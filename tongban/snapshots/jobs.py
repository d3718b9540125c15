"""Each night: files for analysis are brought up to date. Heavy work has a queue of its own, so that nobody's message waits for it."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.snapshots import actions
from tongban.snapshots.terms import ExtraMissing, SnapshotRunning

QUEUE = "insight"
log = structlog.get_logger()
told: set[str] = set()  # what this process has said already


@app.periodic(cron="41 1 * * *")
@app.task(name="snapshots.take", queue=QUEUE, queueing_lock="snapshots.take")
def take(timestamp: int) -> None:
    """Without the extra nothing is done, and the log says so once."""
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
