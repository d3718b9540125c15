"""Housekeeping of what Django, the job queue and workers that were killed leave behind; nothing of the city's is touched."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

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


@app.periodic(cron="* * * * *")
@app.task(name="console.resume", queue="housekeeping", queueing_lock="console.resume", pass_context=True)
async def resume(context: JobContext, timestamp: int) -> None:
    """Each minute: what a worker had begun that was killed waits again. Every job may run twice: what is done already it finds done."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except UniqueViolation:  # the next of its kind waits already, and does the same
            await jobs.finish_job(job, Status.FAILED, delete_job=True)
