"""The hour at which weeks are closed."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.supervision import actions, queries

log = structlog.get_logger()


@app.periodic(cron="*/5 * * * *")
@app.task(name="supervision.close_weeks", queue="supervision", queueing_lock="supervision.close_weeks")
def close_weeks(timestamp: int) -> None:
    """Every five minutes: close the weeks whose hour has come, those that were missed first. One that fails does not keep the others."""
    at = clock.now()
    for week in queries.weeks_to_close(at):
        try:
            actions.close_week(week=week, by=SYSTEM, at=at)
        except Exception:
            log.exception("the week could not be closed", week=week)
