"""The weeks of a surge as a report shows them: the last ones, each with the same week of earlier years."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.reports.terms import Course, ReportWeek, SameWeek

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tongban.insight.terms import SurgeWeek

SHOWN = 26  # weeks
YEARS = 5
RISES, FALLS = 1.2, 0.8  # a week against the one before
WEEK = timedelta(7)


def shown(weeks: Iterable[SurgeWeek], until: date, most: int = SHOWN) -> tuple[ReportWeek, ...]:
    """Those that had begun before a day."""
    known = {each.week: each for each in weeks if each.monday < until}
    counts = {key: _float(each.count) for key, each in known.items()}
    return tuple(_week(known[key], counts) for key in sorted(known)[-most:])


def whole(weeks: Iterable[ReportWeek], until: date) -> list[ReportWeek]:
    """Those that were over on a day: of a running one only the alarm counts."""
    return [each for each in weeks if each.monday + WEEK <= until]


def over(weeks: Sequence[ReportWeek], last: str, until: date) -> str:
    """The week in which it was over, as reports of the first format tell it: the second clean one after its last alarm."""
    clean = [each for each in whole(weeks, until) if each.week > last]
    return clean[1].week if len(clean) > 1 else ""


def course(weeks: Sequence[ReportWeek], until: date, *, closed: bool) -> Course:
    """Where it goes: the last whole week against the one before. A running one, of fewer days, can only tell that it rises."""
    if closed:
        return Course.OVER
    over = whole(weeks, until)
    known = [each.count for each in over if each.count is not None]
    running = max((each.count or 0.0 for each in weeks[len(over) :]), default=0.0)
    if known and running >= RISES * known[-1] and running:
        return Course.RISING
    if len(known) < 2 or not known[-2]:
        return Course.RISING if running or (known and known[-1]) else Course.STEADY
    ratio = known[-1] / known[-2]
    return Course.RISING if ratio >= RISES else Course.FALLING if ratio <= FALLS else Course.STEADY


def _float(told: float | None) -> float | None:
    """A whole number is written as any other, so that a text that is read is written as it was."""
    return None if told is None else float(told)


def _week(week: SurgeWeek, counts: Mapping[str, float | None]) -> ReportWeek:
    year, _, number = week.week.partition("-W")
    same = [f"{int(year) - back}-W{number}" for back in range(1, YEARS + 1)]
    return ReportWeek(
        week=week.week,
        monday=week.monday,
        count=_float(week.count),
        raw=_float(week.raw),
        expected=_float(week.expected),
        bound=_float(week.bound),
        score=_float(week.score),
        p=_float(week.p),
        alarm=week.alarm,
        earlier=tuple(SameWeek(each, counts[each]) for each in same if counts.get(each) is not None),
    )
