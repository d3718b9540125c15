"""What a clock says to people: how much is used, when it ends, and why then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tongban.kernel.limits.deadlines import NOON, days_allowed, deadline_of, light
from tongban.kernel.limits.entries import Entry, Run, run
from tongban.kernel.limits.terms import ClockReading, Deadline, Explained, NotCounted, Unit

if TYPE_CHECKING:
    from tongban.kernel.limits.almanac import Almanac

HALF = Decimal("0.5")
TENTH = Decimal("0.1")
SATURDAY = 5


def reading(clock: str, entries: Iterable[Entry], almanac: Almanac, now: datetime) -> ClockReading:
    """Everything a clock says at a moment; a stopped clock says what it said when it stopped."""
    known = run(entries)
    due = deadline_of(known, almanac)
    seen_at = known.stopped_at or now
    return ClockReading(
        clock=clock,
        started_on=almanac.day(known.started_at),
        due_on=None if due.at is None else almanac.day(due.at),
        due_at=due.at,
        provisional=due.provisional,
        used=_used(known, almanac, seen_at),
        allowed=_allowed(known, almanac),
        unit=_unit(known),
        light=light(seen_at, amber_at=due.amber_at, due_at=due.at),
        stopped_at=known.stopped_at,
        paused=known.paused,
        explained=_explained(known, due, almanac),
    )


def _unit(known: Run) -> str:
    """Months are told in days, for only days can be used up."""
    return Unit.CALENDAR_DAYS if known.limit.unit is Unit.MONTHS else known.limit.unit


def _allowed(known: Run, almanac: Almanac) -> Decimal:
    return Decimal(days_allowed(known, almanac)) if known.limit.unit is Unit.MONTHS else known.limit.amount


def _used(known: Run, almanac: Almanac, now: datetime) -> Decimal:
    """What has begun counts as used: a working day by halves, a calendar day whole, hours by tenths."""
    total = Decimal(0)
    for stretch in known.stretches:
        if stretch.since >= now:
            break
        ends = now if stretch.until is None else min(stretch.until, now)
        total += _used_between(known.limit.unit, stretch.since, ends, almanac, still=stretch.until is None or stretch.until > now)
    return total


def _used_between(unit: Unit, since: datetime, ends: datetime, almanac: Almanac, *, still: bool) -> Decimal:
    first, last = almanac.day(since), almanac.day(ends)
    match unit:
        case Unit.WORKING_DAYS:
            days = Decimal(almanac.calendar.between(first, last))
            morning = still and last > first and almanac.calendar.is_working(last) and ends.astimezone(almanac.zone).time() < NOON
            return days - HALF if morning else days
        case Unit.HOURS | Unit.CLOCK_HOURS:
            return (Decimal((ends - since).total_seconds()) / 3600).quantize(TENTH)
        case Unit.ON_THE_SPOT:
            return Decimal(0)
        case _:
            return Decimal((last - first).days)


def _explained(known: Run, due: Deadline, almanac: Almanac) -> Explained:
    first = almanac.day(known.started_at) + timedelta(1)
    in_working_days = known.limit.unit is Unit.WORKING_DAYS and due.at is not None
    days = _days(first, almanac.day(due.at)) if in_working_days and due.at is not None else ()
    return Explained(
        counted_from=first,
        days_off=tuple(day for day in days if day.weekday() < SATURDAY and not almanac.calendar.is_working(day)),
        make_up_days=tuple(day for day in days if day.weekday() >= SATURDAY and almanac.calendar.is_working(day)),
        not_counted=tuple(_not_counted(known, almanac)),
        extended_by=known.extended_by,
        rolled_from=due.rolled_from,
        basis=known.limit.basis,
    )


def _not_counted(known: Run, almanac: Almanac) -> Iterable[NotCounted]:
    """Each pause: it follows the stretch of the same place, and ends where the next begins."""
    for place, pause in enumerate(known.pauses):
        since = almanac.day(pause.at)
        resumed = known.stretches[place + 1].since if place + 1 < len(known.stretches) else None
        ends = None if resumed is None else almanac.day(resumed)
        days = Decimal(0) if ends is None else _used_between(known.limit.unit, pause.at, resumed or pause.at, almanac, still=False)
        yield NotCounted(since=since, until=ends, days=days, reason=pause.reason, basis=pause.basis)


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(n) for n in range((last - first).days + 1))
