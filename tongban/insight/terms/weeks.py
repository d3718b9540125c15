"""How weeks are numbered: those of ISO 8601, 52 a year. Week 53 joins 52, so that a season is 52 weeks. Needs no library."""

from __future__ import annotations

from datetime import date, timedelta

YEAR = 52


def week_of(day: date) -> int:
    """The number of a day's week, 52 a year, rising by one."""
    year, week, _ = day.isocalendar()
    return year * YEAR + min(week, YEAR) - 1


def name(week: int) -> str:
    """As it is written: 2026-W48."""
    return f"{week // YEAR}-W{week % YEAR + 1:02d}"


def days(week: int) -> tuple[date, date]:
    """Its first and its last day; fourteen days apart at the end of a year with 53 weeks."""
    first = date.fromisocalendar(week // YEAR, week % YEAR + 1, 1)
    return first, date.fromisocalendar((week + 1) // YEAR, (week + 1) % YEAR + 1, 1) - timedelta(days=1)


def weeks_in(week: int, until: date | None = None) -> int:
    """How many weeks it stands for: two where week 53 joined 52, if that is over on the day up to which is counted."""
    first, last = days(week)
    return 2 if (last - first).days > 7 and (until is None or until >= last) else 1
