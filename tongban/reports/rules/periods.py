"""Of which days a report tells: an ISO week, a calendar month, or for a surge the weeks since it began."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tongban.reports.terms import Period, ReportKind, UnknownPeriod

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tongban.supervision.terms import Closing

WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
LONGEST_MONTH = timedelta(31)


def period_of(kind: ReportKind, key: str) -> Period:
    """A week, or for `monthly` a month. Raises UnknownPeriod."""
    form = MONTH if kind is ReportKind.MONTHLY else WEEK
    match = form.fullmatch(key)
    if match is None:
        raise UnknownPeriod(key)
    year, number = (int(each) for each in match.groups())
    try:
        since = date(year, number, 1) if kind is ReportKind.MONTHLY else date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise UnknownPeriod(key) from error
    until = (since + LONGEST_MONTH).replace(day=1) if kind is ReportKind.MONTHLY else since + timedelta(7)
    return Period(key, since, until)


def last_over(kind: ReportKind, today: date) -> Period:
    """The last week, or month, that is over on a day."""
    if kind is ReportKind.MONTHLY:
        last = today.replace(day=1) - timedelta(1)
        return period_of(kind, f"{last:%Y-%m}")
    return period_of(kind, week_of(today - timedelta(today.weekday() + 1)))


def between(kind: ReportKind, first: Period, last: Period) -> tuple[Period, ...]:
    """Every one from the first to the last, in their order."""
    found, told = list[Period](), first
    while told.since <= last.since:
        found.append(told)
        told = period_of(kind, f"{told.until:%Y-%m}" if kind is ReportKind.MONTHLY else week_of(told.until))
    return tuple(found)


def closing(kind: ReportKind, told: Period, closes: Closing, zone: ZoneInfo) -> datetime:
    """A week is closed at the hour of the ranking, a month at that hour of the next one's first day."""
    day = told.until if kind is ReportKind.MONTHLY else told.until + timedelta(closes.weekday)
    return datetime.combine(day, closes.time, zone)


def week_of(day: date) -> str:
    """As it is written: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def a_year_before(day: date) -> date:
    """The same day of the week in the week with the same number; week 53 has week 52 there."""
    year, week, weekday = day.isocalendar()
    return date.fromisocalendar(year - 1, min(week, 52), weekday)
