"""When a limit ends, when it is soon, and when a share of it is used up.

Days: the day of the event is not counted (Civil Code art. 201); a limit in days or months that ends on a day off moves to the
next working day (art. 203); a limit ends at twenty-four o'clock of its last day, a half day at noon. Hours run from the moment
itself (art. 201(2)), by night and through days off; where they end on a day off, at twenty-four o'clock of the next working day
(art. 203). Clock hours, which a city promises for what cannot wait, end where they end.

A longer limit never ends before a shorter one, nor a larger share of a limit before a smaller.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from tongban.kernel.limits.entries import Entry, Run, Stretch, run
from tongban.kernel.limits.terms import NEVER, Deadline, Light, Limit, Tick, Unit

if TYPE_CHECKING:
    from tongban.kernel.limits.almanac import Almanac

NOON = time(12)
LAST_SECOND = time(23, 59, 59)
WARNS_AT = Decimal("0.8")
WHOLE = Decimal(1)
HOUR_UNITS = (Unit.HOURS, Unit.CLOCK_HOURS)


def deadline(entries: Iterable[Entry], almanac: Almanac) -> Deadline:
    """When the limit of these entries ends."""
    return deadline_of(run(entries), almanac)


def until(limit: Limit | None, since: datetime, almanac: Almanac) -> Deadline:
    """When a limit ends that starts at a moment; NEVER without a limit."""
    return NEVER if limit is None else deadline((Entry(Tick.START, since, limit),), almanac)


def deadline_of(clock: Run, almanac: Almanac) -> Deadline:
    ends = _ends(clock, almanac, WHOLE)
    return NEVER if ends.at is None else replace(ends, amber_at=share_of(clock, almanac, WARNS_AT))


def share(entries: Iterable[Entry], almanac: Almanac, part: Decimal) -> datetime | None:
    """The moment at which so much of the limit is used up: 0.8 is when it is soon, 1 when it ends, 1.2 and 2 beyond it.

    What has begun counts as used, so a part below the whole is reached when the half day (the day, the second) begins that uses
    it; the whole and what is beyond it, when it ends. None while the clock stands still before that.
    """
    return share_of(run(entries), almanac, part)


def share_of(clock: Run, almanac: Almanac, part: Decimal) -> datetime | None:
    return _begins(clock, almanac, part) if part < WHOLE else _ends(clock, almanac, part).at


def light(now: datetime, *, amber_at: datetime | None, due_at: datetime | None) -> Light:
    """Green, amber from 80 % of the limit, red when it is over."""
    if due_at is not None and now > due_at:
        return Light.RED
    return Light.AMBER if amber_at is not None and now >= amber_at else Light.GREEN


def days_allowed(clock: Run, almanac: Almanac) -> int:
    """A limit in calendar days or months, in days. Months run to the same day of the last month, or its end (Civil Code art. 202)."""
    amount = int(clock.limit.amount)
    if clock.limit.unit is Unit.CALENDAR_DAYS:
        return amount
    begun = almanac.day(clock.started_at)
    years, month = divmod(begun.month - 1 + amount, 12)
    year = begun.year + years
    last_day = gregorian.monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(begun.day, last_day)) - begun).days


def _ends(clock: Run, almanac: Almanac, part: Decimal) -> Deadline:
    """The end of a part of the limit, as a due date is given."""
    match clock.limit.unit:
        case Unit.WORKING_DAYS | Unit.ON_THE_SPOT:
            return _working_end(clock, almanac, part)
        case Unit.HOURS | Unit.CLOCK_HOURS:
            return _hours_end(clock, almanac, part)
        case _:
            return _days_end(clock, almanac, part)


def _begins(clock: Run, almanac: Almanac, part: Decimal) -> datetime | None:
    """When the half day, the day or the second begins that uses up a part of the limit."""
    if clock.limit.unit in HOUR_UNITS:
        return _elapsed(clock.stretches, _hours(clock, part))
    if clock.limit.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
        day = _counted_off(clock.stretches, _days(clock, almanac, part), almanac)
        return None if day is None else almanac.moment(day, time.min)
    limit = _working_days(clock, part)
    reached = _walked(clock.stretches, limit, almanac)
    if reached is None:
        return None
    return almanac.moment(reached[0], time.min if reached[1] else NOON) if limit else clock.started_at


def _working_end(clock: Run, almanac: Almanac, part: Decimal) -> Deadline:
    due = _walked(clock.stretches, _working_days(clock, part), almanac)
    if due is None:
        return NEVER
    on = almanac.calendar.next_working(due[0])  # moves only a limit on the spot that begins on a day off
    at = max(clock.started_at, almanac.moment(on, NOON if due[1] else LAST_SECOND))  # on the spot, within the last second of a day
    return Deadline(at, None, almanac.calendar.provisional(on))


def _working_days(clock: Run, part: Decimal) -> Decimal:
    """In halves, the next half where it is less."""
    limit = clock.limit.amount if clock.limit.unit is Unit.WORKING_DAYS else Decimal(0)
    return (limit * part * 2).to_integral_value(ROUND_CEILING) / 2


def _walked(stretches: Iterable[Stretch], limit: Decimal, almanac: Almanac) -> tuple[date, bool] | None:
    """The day on which so many working days have been counted, and whether at noon; None when the clock stands still before."""
    left = limit
    for since, ends in _dates(stretches, almanac):
        due = almanac.calendar.add(since, left)
        if ends is None or due.on <= ends:
            return due.on, due.half
        left -= almanac.calendar.between(since, ends)
    return None


def _days_end(clock: Run, almanac: Almanac, part: Decimal) -> Deadline:
    last = _counted_off(clock.stretches, _days(clock, almanac, part), almanac)
    if last is None:
        return NEVER
    on = almanac.calendar.next_working(last)
    return Deadline(almanac.moment(on, LAST_SECOND), None, almanac.calendar.provisional(on), None if on == last else last)


def _days(clock: Run, almanac: Almanac, part: Decimal) -> int:
    return int((days_allowed(clock, almanac) * part).to_integral_value(ROUND_CEILING))


def _counted_off(stretches: Iterable[Stretch], days: int, almanac: Almanac) -> date | None:
    left = days
    for since, ends in _dates(stretches, almanac):
        if ends is None or left <= (ends - since).days:
            return since + timedelta(left)
        left -= (ends - since).days
    return None


def _hours_end(clock: Run, almanac: Almanac, part: Decimal) -> Deadline:
    """Hours run by the clock, from the moment itself; clock hours do not wait for a working day.

    The day on which hours end is the last day of the limit. Where that is a day off, the next working day is the last one, and it ends
    at twenty-four o'clock (Civil Code art. 203; likewise, for the day, Civil Procedure Law art. 85 as of 2023). The law says nothing of
    hours that run through days off and end later on that same working day: they end with it as well, for more hours never end sooner.
    """
    ends = _elapsed(clock.stretches, _hours(clock, part))
    if ends is None:
        return NEVER
    if clock.limit.unit is Unit.CLOCK_HOURS:
        return Deadline(ends, None)
    last = almanac.day(ends)
    on = almanac.calendar.next_working(last)
    whole_day = on != last or _ran_on_days_off(clock, on, almanac)
    at = max(ends, almanac.moment(on, LAST_SECOND)) if whole_day else ends
    return Deadline(at, None, almanac.calendar.provisional(on), None if on == last else last)


def _ran_on_days_off(clock: Run, on: date, almanac: Almanac) -> bool:
    """Whether the clock ran on one of the days off that lie just before a day, so that fewer hours would have ended there."""
    day = on - timedelta(1)
    while day >= almanac.day(clock.started_at) and not almanac.calendar.is_working(day):
        if any(since <= day and (ends is None or day <= ends) for since, ends in _dates(clock.stretches, almanac)):
            return True
        day -= timedelta(1)
    return False


def _hours(clock: Run, part: Decimal) -> timedelta:
    return timedelta(hours=float(clock.limit.amount)) * float(part)


def _elapsed(stretches: Iterable[Stretch], allowed: timedelta) -> datetime | None:
    left = allowed
    for stretch in stretches:
        if stretch.until is None or left <= stretch.until - stretch.since:
            return stretch.since + left
        left -= stretch.until - stretch.since
    return None


def _dates(stretches: Iterable[Stretch], almanac: Almanac) -> Iterator[tuple[date, date | None]]:
    for stretch in stretches:
        yield almanac.day(stretch.since), None if stretch.until is None else almanac.day(stretch.until)
