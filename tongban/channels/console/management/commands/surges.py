"""manage.py surges: tests every series now, or as of an earlier day, and says what stands."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tongban.channels.parts.problems import problem_of
from tongban.identity.terms import SYSTEM
from tongban.insight import actions, queries
from tongban.insight.terms import InsightRefused
from tongban.kernel import clock
from tongban.snapshots.terms import SnapshotsRefused

EARLIEST = 1990  # years of history are counted back from it


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"`{text}` is no day; write it as 2026-11-26") from None
    if day.year < EARLIEST:
        raise ArgumentTypeError(f"`{text}` is before every board; the earliest is {EARLIEST}-01-01")
    return day


class Command(BaseCommand):
    help = "Look for surges in the last snapshot, in the week up to a day. Needs requirements/insight.txt and manage.py snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", type=_day, metavar="DATE", help="count up to before this day (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            today = clock.city_date(now)
            for monday in () if options["at"] else queries.missed(today):
                told = actions.record_detection(until=monday, by=SYSTEM, at=now)
                self.stdout.write(f"{told.week}, which was missed: {told.stood} alarms stand, {len(told.opened)} surges opened")
            done = actions.record_detection(until=options["at"] or today, by=SYSTEM, at=now)
        except (InsightRefused, SnapshotsRefused) as refusal:
            problem = problem_of(refusal)
            raise CommandError(f"{type(refusal).__name__}: {refusal}. {problem.title} {problem.remedy}") from refusal
        again = "" if done.new else " (had been counted before)"
        self.stdout.write(f"{done.week} up to {done.until_on}: {done.tests} tests, {done.alarms} alarms, {done.stood} stand{again}")
        self.stdout.write(f"  {len(done.opened)} surges opened, {done.closed} closed, digest {done.digest[:16]}")
        for line in queries.surges(by=SYSTEM) if done.new else ():
            self.stdout.write(f"  {line.score:6.2f}  {line.series}  since {line.since}  {' '.join(line.words)}")
