"""Words of limits: units, limits, the entries of a clock, what a clock says, and what one cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """In what a limit is counted. The law's own units end on a working day (Civil Code art. 203); clock hours do not."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"
    CLOCK_HOURS = "clock_hours"  # day and night, also on holidays: a promise of the city, such as two hours for danger to life
    ON_THE_SPOT = "on_the_spot"


class Tick(StrEnum):
    """Kinds of entries in a clock ledger."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


class Light(StrEnum):
    """How something open stands against its limit."""

    GREEN = "green"
    AMBER = "amber"  # 80 % of the limit is used
    RED = "red"  # overdue


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit in the unit its law or promise uses; 0.5 working days is legal."""

    unit: Unit
    amount: Decimal = Decimal(0)
    basis: str = ""

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Limit:
        """Read city data that has passed its schema: `{working_days: 5, basis: …}`, `{on_the_spot: true}`."""
        unit = Unit(next(key for key in value if key != "basis"))
        amount = Decimal(0) if unit is Unit.ON_THE_SPOT else Decimal(str(value[unit]))
        return cls(unit=unit, amount=amount, basis=value.get("basis", ""))


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit ends, and from when it is soon. All None while the clock is paused, for then nobody can say."""

    at: datetime | None
    amber_at: datetime | None
    provisional: bool = False
    rolled_from: date | None = None


NEVER = Deadline(None, None)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Days on which a clock stood still, and why. `until` is open while it still does."""

    since: date
    until: date | None
    days: Decimal
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The facts of the sentence that explains a due date: "12 working days, 2 not counted for 检测, 1 make-up Saturday"."""

    counted_from: date  # the day after the event, which itself is not counted (Civil Code art. 201)
    days_off: tuple[date, ...] = ()  # weekdays on the way that are not worked
    make_up_days: tuple[date, ...] = ()  # weekend days on the way that are
    not_counted: tuple[NotCounted, ...] = ()
    extended_by: Decimal = Decimal(0)
    rolled_from: date | None = None  # the limit ended on this day off and moved to the next working day (Civil Code art. 203)
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock says; `clock` is the module's own name of it. `explained` carries the facts of the sentence."""

    clock: str
    started_on: date | None
    due_on: date | None
    due_at: datetime | None
    provisional: bool  # reaches beyond the last announced holiday table
    used: Decimal
    allowed: Decimal
    unit: str
    light: Light
    stopped_at: datetime | None = None
    paused: bool = False
    explained: Explained | None = None


class ImpossibleTick(Exception):
    """An entry that cannot stand where it would stand in a clock: a pause while paused, a second extension."""
