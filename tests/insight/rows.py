"""A surge as a run has left it, written straight into its rows: for tests of what stands on surges, without files of analysis."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tongban.insight.models import Detection, SeriesTest, Surge
from tongban.insight.terms import weeks

if TYPE_CHECKING:
    from uuid import UUID

AT = datetime(2026, 9, 7, 1, tzinfo=UTC)
SERIES = "010202 district donghuqu"
FARRINGTON = {"alpha": 0.005, "floor": 5, "floor_weeks": 4}
PARAMETERS = {"detection": {"farrington": FARRINGTON, "ears": {"alpha": 0.005}, "false_share": 0.05}}


def a_surge(*messages: UUID, series: str = SERIES, unit: str = "chengguan") -> Surge:
    """Of street lamps in one district, thirty people in the week before that of AT where four were expected."""
    week = weeks.week_of(date(2026, 8, 31))
    told = {"data": "0" * 64, "rules": "0" * 16, "parameters": PARAMETERS, "digest": "0" * 64, "tests": 1, "alarms": 1, "stood": 1}
    run = Detection.objects.create(at=AT, until_on=date(2026, 9, 7), week=week, forward=True, **told)
    figures = {"raw": 33.0, "count": 30.0, "expected": 4.0, "bound": 11.0, "score": 3.7, "p": 1e-9, "dispersion": 1.0, "trend": False}
    evidence = {"counts": [4.0, 3.0, 5.0, 30.0], "messages": [str(each) for each in messages], "units": {unit: 33}}
    SeriesTest.objects.create(
        detection=run,
        series=series,
        week=week,
        method="ears_c2",
        years=0,
        **figures,
        tested=True,
        alarm=True,
        found=True,
        evidence=evidence,
    )
    seen = {"opened_week": week, "last_week": week, "score": 3.7, "highest": 3.7, "opened_at": AT, "followed_at": AT}
    return Surge.objects.create(series=series, shown=True, **seen)
