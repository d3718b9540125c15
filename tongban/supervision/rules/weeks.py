"""ISO weeks of a city's clocks: their beginning and end as moments, and the hour at which each is closed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tongban.supervision.terms import UnknownWeek, Week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from tongban.supervision.terms import Closing

KEY = re.compile(r"([0-9]{4})-W([0-9]{2})")
DAYS = 7


def week(key: str, zone: ZoneInfo) -> Week:
    """The week of a key such as 2026-W48. Refuses: UnknownWeek, also for a 53rd week that the year does not have."""
    told = KEY.fullmatch(key)
    try:
        if told is None:
            raise UnknownWeek(key)
        monday = date.fromisocalendar(int(told[1]), int(told[2]), 1)
        return Week(key, _moment(monday, time.min, zone), _moment(monday + timedelta(DAYS), time.min, zone))
    except (ValueError, OverflowError) as fault:  # none that the calendar has
        raise UnknownWeek(key) from fault


def week_of(at: datetime, zone: ZoneInfo) -> Week:
    """The week in which a moment lies."""
    return week(_key(at.astimezone(zone).date()), zone)


def closing(of: Week, closes: Closing, zone: ZoneInfo) -> datetime:
    """The moment as of which a week is counted: always after its end. An hour that the clocks leave out is the one after it."""
    monday = of.until.astimezone(zone).date()
    return _moment(monday + timedelta(closes.weekday), closes.time, zone)


def before(of: Week, zone: ZoneInfo) -> Week:
    """The week before."""
    return week_of(of.since - timedelta(days=1), zone)


def between(first: Week, last: Week, zone: ZoneInfo) -> Iterator[Week]:
    """Every week from the first to the last, in their order."""
    found = first
    while found.since <= last.since:
        yield found
        found = week_of(found.until + timedelta(days=1), zone)


def _key(day: date) -> str:
    year, number, _day = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
