"""What everybody may know of surges: those that an analyst has judged true, as class, place, weeks and counts. No words, no messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.insight.models import Surge
from tongban.insight.queries.surges import tests_of
from tongban.insight.rules.watching import TOPIC, cell_of
from tongban.insight.terms import TrueSurge, TrueSurgeWeek, Verdict, weeks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.insight.models import SeriesTest


def true_surges() -> Iterator[TrueSurge]:
    """Those of a class in an area, the oldest first, the weeks of each read when it comes; a matter that nobody has named has neither."""
    found = Surge.objects.filter(verdict=Verdict.TRUE).exclude(series__startswith=TOPIC).order_by("opened_week", "series", "pk")
    for row in found.defer("verdict_for", "words"):
        cell = cell_of(row.series)
        if cell is not None and row.verdict_at is not None:
            told = [_week(each) for each in tests_of(row) if row.opened_week <= each.week <= row.last_week]
            yield TrueSurge(cell.category, cell.by, cell.area, row.verdict_at, weeks=tuple(told))


def _week(test: SeriesTest) -> TrueSurgeWeek:
    return TrueSurgeWeek(weeks.name(test.week), int(test.raw), int(test.count), test.expected, test.bound, alarm=test.alarm)
