"""Weeks that nobody looked at, because no run came when they were over."""

from __future__ import annotations

from datetime import date, timedelta

from tongban.insight.models import Detection

WEEK = timedelta(7)
MOST = 26  # weeks


def missed(until: date) -> tuple[date, ...]:
    """The Mondays after the last run and before this day, in their order: up to each of them a run is to be made first, so that no surge
    is passed over. None where there was no run; after a long pause the newest half year.
    """
    last = Detection.objects.filter(forward=True, until_on__lt=until).order_by("-until_on").values_list("until_on", flat=True).first()
    if last is None:
        return ()
    monday = last + WEEK - timedelta(last.weekday())
    count = -(-(until - monday).days // WEEK.days)
    return tuple(monday + WEEK * week for week in range(max(0, count - MOST), count))
