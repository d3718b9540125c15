"""The clock ledger: a due date is a pure function of the entries, the calendar and the limit.

Not here: what a reading tells people (`reading`), who may write an entry (`access`).
Days: the day of the event is not counted (Civil Code art. 201); a limit in days or months that ends on a day off moves to the
next working day (art. 203); a limit ends at twenty-four o'clock of its last day, a half day at noon.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Protocol

from tongban.cases.terms import ImpossibleTick, Light, Tick
from tongban.catalog.terms import Limit, Unit

if TYPE_CHECKING:
    from datetime import tzinfo

NOON = time(12)
LAST_SECOND = time(23, 59, 59)
WARNS_AT = Decimal("0.8")
ACCEPTANCE = Limit(Unit.WORKING_DAYS, Decimal(5), "《中华人民共和国行政许可法》第三十二条第一款第四项")


class Due(Protocol):
    """A day of the calendar's answer."""

    @property
    def on(self) -> date: ...
    @property
    def half(self) -> bool: ...


class Calendar(Protocol):
    """What the kernel's calendar of working days knows."""

    def is_working(self, day: date) -> bool: ...
    def provisional(self, day: date) -> bool: ...
    def add(self, day: date, working_days: Decimal | int) -> Due: ...
    def between(self, after: date, until: date) -> int: ...
    def next_working(self, day: date) -> date: ...


@dataclass(frozen=True)
class Almanac:
    """How a city counts: its calendar, and the zone of its clocks."""

    calendar: Calendar
    zone: tzinfo

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at` is the moment from which it counts: a deemed acceptance starts its clocks at receipt."""

    tick: Tick
    at: datetime
    limit: Limit | None = None  # start: the limit; extend: what is added
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which the clock ran; `until` is open while it does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """The life of one clock, read from its entries in order."""

    started_at: datetime
    limit: Limit  # with its extension
    extended_by: Decimal
    stretches: tuple[Stretch, ...]
    pauses: tuple[Entry, ...]
    stopped_at: datetime | None
    paused: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit ends, and from when it is soon. All None while the clock is paused, for then nobody can say."""

    at: datetime | None
    amber_at: datetime | None
    provisional: bool = False
    rolled_from: date | None = None


NEVER = Deadline(None, None)

# Which entry may follow in which state of a clock. An extension is given once (Administrative Licensing Law art. 42).
_FOLLOWS: dict[tuple[str, Tick], str] = {
    ("new", Tick.START): "running",
    ("running", Tick.PAUSE): "paused",
    ("paused", Tick.RESUME): "running",
    ("running", Tick.EXTEND): "running",
    ("paused", Tick.EXTEND): "paused",
    ("running", Tick.STOP): "stopped",
    ("paused", Tick.STOP): "stopped",
}


def run(entries: Iterable[Entry]) -> Run:
    """Read the entries of one clock. Raises ImpossibleTick for an entry that cannot stand where it stands."""
    state, known = "new", None
    for entry in sorted(entries, key=lambda entry: entry.at):
        follows = _FOLLOWS.get((state, entry.tick))
        if follows is None:
            raise ImpossibleTick(f"{entry.tick} while {state}")
        known, state = _taken(known, entry), follows
    if known is None:
        raise ImpossibleTick("a clock without a start")
    return known


def _taken(known: Run | None, entry: Entry) -> Run:
    if known is None:
        if entry.limit is None:
            raise ImpossibleTick("a start without a limit")
        return Run(entry.at, entry.limit, Decimal(0), (Stretch(entry.at, None),), (), None, False)
    match entry.tick:
        case Tick.PAUSE:
            return replace(known, stretches=_closed(known, entry.at), pauses=(*known.pauses, entry), paused=True)
        case Tick.RESUME:
            return replace(known, stretches=(*known.stretches, Stretch(entry.at, None)), paused=False)
        case Tick.EXTEND:
            return _extended(known, entry.limit)
        case _:
            return _stopped(known, entry.at)


def _closed(known: Run, at: datetime) -> tuple[Stretch, ...]:
    return (*known.stretches[:-1], replace(known.stretches[-1], until=at))


def _extended(known: Run, more: Limit | None) -> Run:
    if known.extended_by or more is None or more.unit is not known.limit.unit:
        raise ImpossibleTick("a limit is extended once, in its own unit")
    return replace(known, limit=replace(known.limit, amount=known.limit.amount + more.amount), extended_by=more.amount)


def _stopped(known: Run, at: datetime) -> Run:
    """A clock that stops while it stands still is read as if it had run on from there."""
    stretches = (*known.stretches, Stretch(at, None)) if known.paused else known.stretches
    return replace(known, stretches=stretches, stopped_at=at, paused=False)


def deadline(entries: Iterable[Entry], almanac: Almanac) -> Deadline:
    """When the limit of these entries ends."""
    return deadline_of(run(entries), almanac)


def until(limit: Limit | None, since: datetime, almanac: Almanac) -> Deadline:
    """When a limit ends that starts at a moment; NEVER without a limit."""
    return NEVER if limit is None else deadline((Entry(Tick.START, since, limit),), almanac)


def deadline_of(clock: Run, almanac: Almanac) -> Deadline:
    match clock.limit.unit:
        case Unit.WORKING_DAYS | Unit.ON_THE_SPOT:
            return _in_working_days(clock, almanac)
        case Unit.HOURS:
            return _in_hours(clock, almanac)
        case _:
            return _in_days(clock, almanac)


def _in_working_days(clock: Run, almanac: Almanac) -> Deadline:
    limit = clock.limit.amount if clock.limit.unit is Unit.WORKING_DAYS else Decimal(0)
    due = _walked(clock.stretches, limit, almanac)
    if due is None:
        return NEVER
    on = almanac.calendar.next_working(due[0])  # moves only a limit on the spot that begins on a day off
    halves = (limit * WARNS_AT * 2).to_integral_value(ROUND_CEILING)
    amber = _walked(clock.stretches, halves / 2, almanac)
    assert amber is not None  # it comes before the end, which is known
    begins = almanac.moment(amber[0], time.min if amber[1] else NOON) if limit else clock.started_at
    return Deadline(almanac.moment(on, NOON if due[1] else LAST_SECOND), begins, almanac.calendar.provisional(on))


def _walked(stretches: Iterable[Stretch], limit: Decimal, almanac: Almanac) -> tuple[date, bool] | None:
    """The day on which so many working days have been counted, and whether at noon; None when the clock stands still before."""
    left = limit
    for since, ends in _dates(stretches, almanac):
        due = almanac.calendar.add(since, left)
        if ends is None or due.on <= ends:
            return due.on, due.half
        left -= almanac.calendar.between(since, ends)
    return None


def _in_days(clock: Run, almanac: Almanac) -> Deadline:
    allowed = days_allowed(clock, almanac)
    last = _counted_off(clock.stretches, allowed, almanac)
    if last is None:
        return NEVER
    on = almanac.calendar.next_working(last)
    warns = (allowed * WARNS_AT).to_integral_value(ROUND_CEILING)
    amber = _counted_off(clock.stretches, int(warns), almanac)
    assert amber is not None  # it comes before the end, which is known
    rolled = None if on == last else last
    return Deadline(almanac.moment(on, LAST_SECOND), almanac.moment(amber, time.min), almanac.calendar.provisional(on), rolled)


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


def _counted_off(stretches: Iterable[Stretch], days: int, almanac: Almanac) -> date | None:
    left = days
    for since, ends in _dates(stretches, almanac):
        if ends is None or left <= (ends - since).days:
            return since + timedelta(left)
        left -= (ends - since).days
    return None


def _in_hours(clock: Run, almanac: Almanac) -> Deadline:
    """Hours run by the clock, from the moment itself (Civil Code art. 201(2))."""
    allowed = timedelta(hours=float(clock.limit.amount))
    ends, amber = _elapsed(clock.stretches, allowed), _elapsed(clock.stretches, allowed * float(WARNS_AT))
    if ends is None or amber is None:
        return NEVER
    local = ends.astimezone(almanac.zone)
    on = almanac.calendar.next_working(local.date())
    at = almanac.moment(on, local.time())
    return Deadline(at, amber, almanac.calendar.provisional(on), None if on == local.date() else local.date())


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


def light(now: datetime, *, amber_at: datetime | None, due_at: datetime | None) -> Light:
    """Green, amber from 80 % of the limit, red when it is over."""
    if due_at is not None and now > due_at:
        return Light.RED
    return Light.AMBER if amber_at is not None and now >= amber_at else Light.GREEN
