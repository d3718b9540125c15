"""Housekeeping of what Django and the job queue leave behind; nothing of the city's is touched."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app

from tongban.kernel import clock, idempotency, rates

FAILED_KEPT_HOURS = 24 * 60  # two months for somebody to look why; what succeeded is deleted at once (worker)


@app.periodic(cron="17 3 * * *")
@app.task(name="console.tidy", queue="housekeeping", queueing_lock="console.tidy")
def tidy(timestamp: int) -> None:
    """Each night: forget sessions that have ended, keys that nobody sends again, counts of calls, and failed jobs that are old."""
    call_command("clearsessions")
    idempotency.forget(at=clock.now())
    rates.forget(at=clock.now())
    app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs", queue="housekeeping").defer(
        max_hours=FAILED_KEPT_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True
    )
