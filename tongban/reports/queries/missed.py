"""From when on there is anything to report, and what the clock is to draw up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.insight import queries as insight_queries
from tongban.kernel import clock
from tongban.reports.models import Report
from tongban.reports.rules.periods import between, closing, last_over, period_of
from tongban.reports.terms import ReportKind
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.reports.terms import Period

MOST = {ReportKind.WEEKLY: 26, ReportKind.MONTHLY: 12}  # that are looked back upon
LATE, PATIENT = timedelta(hours=2), timedelta(days=6)
UNDER_WAY = timedelta(minutes=5)  # after its hour a ranking is not closed yet


def has_begun(period: Period) -> bool:
    """Whether the board had a message before this was over."""
    first = board_queries.first_day()
    return first is not None and first < period.until


def missed(kind: ReportKind, at: datetime) -> tuple[Period, ...]:
    """The last that is over, and before it those that are missing since the first that the clock drew up, in their order.

    A week, and a month with it, waits until its ranking is closed. Late ones wait some days more for the detection to catch up.
    """
    closes, zone = supervision_queries.release().closes, clock.city_zone()
    last = last_over(kind, clock.city_date(at))
    by_clock = Report.objects.filter(kind=kind, steps__act="draw", steps__actor_id__isnull=True)
    first = by_clock.order_by("begins_on").values_list("period", flat=True).first()
    every = between(kind, period_of(kind, first or last.key), last)[-MOST[kind] :]
    there = frozenset(Report.objects.filter(kind=kind, begins_on__gte=every[0].since).values_list("period", flat=True)) if every else ()
    late = closing(kind, last, closes, zone) + LATE <= at < closing(kind, last, closes, zone) + PATIENT
    if late and insight_queries.missed(last.until + timedelta(1)):
        return ()
    waiting = [period_of(ReportKind.WEEKLY, each) for each in supervision_queries.weeks_to_close(at + UNDER_WAY)]
    return tuple(
        each
        for each in every
        if each.key not in there
        and at >= closing(kind, each, closes, zone)
        and not any(week.since < each.until and each.since < week.until for week in waiting)
    )
