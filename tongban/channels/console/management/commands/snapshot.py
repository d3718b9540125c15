"""manage.py snapshot: brings the files for analysis up to date now, instead of in the night, and has the watches counted."""

from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tongban.channels.parts.problems import problem_of
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.snapshots import actions
from tongban.snapshots.terms import SnapshotsRefused

WATCHES, QUEUE = "insight.watches", "insight"  # the job that counts every watch; it runs each night after the snapshot


class Command(BaseCommand):
    help = "Bring the files for analysis (messages, ratings, cases) up to date. Needs requirements/insight.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = actions.record_snapshot(by=SYSTEM, at=clock.now())
        except SnapshotsRefused as refusal:
            problem = problem_of(refusal)
            raise CommandError(f"{type(refusal).__name__}: {refusal}. {problem.title} {problem.remedy}") from refusal
        with suppress(AlreadyEnqueued):
            task = app.configure_task(WATCHES, queue=QUEUE, queueing_lock=WATCHES)
            task.defer(timestamp=int(clock.now().timestamp()))
        for table, rows in taken.written.items():
            self.stdout.write(f"  {table}: {rows} rows written, {taken.parts[table]} files hold")
        self.stdout.write(f"Up to {taken.until_at:%Y-%m-%d %H:%M:%S} UTC, digest {taken.digest[:16]}")
