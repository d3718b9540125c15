"""Messages week by week, from what the job of figures has counted. For everybody."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min, Sum
from django.db.models.functions import TruncWeek

from tongban.board.models import Figure, FigureSum
from tongban.board.queries.figures import Level
from tongban.board.terms import WeekCell

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK = timedelta(7)
COUNTED = ("received", "answered", "on_time", "rated", "satisfied")


def received_by_week(level: Level, *, since: date, until: date) -> dict[str, dict[date, int]]:
    """How many were received, by key and the Monday of the week; weeks without any are left out. `since` and `until` are Mondays."""
    found: defaultdict[str, dict[date, int]] = defaultdict(dict)
    days = FigureSum.objects.filter(level=level, span="day", begins_on__gte=since, begins_on__lt=until)
    for key, monday, received in days.values_list("key", TruncWeek("begins_on")).annotate(Sum("received")):
        found[key][monday] = received
    return dict(found)


def first_day() -> date | None:
    """The first day of which anything was counted."""
    return FigureSum.objects.filter(level=Level.WHOLE, span="day").aggregate(first=Min("begins_on"))["first"]


def week_cells(*, until: date) -> Iterator[WeekCell]:
    """By week, class and district, from the first that was counted to before a Monday. A week is read at a time: nothing stays open."""
    first = first_day() or until
    monday = first - timedelta(first.weekday())
    while monday < until:
        found = Figure.objects.filter(received_on__gte=monday, received_on__lt=monday + WEEK).values_list("category", "district")
        for row in found.annotate(*map(Sum, COUNTED)).order_by("category", "district"):
            yield WeekCell(monday, *row)
        monday += WEEK
