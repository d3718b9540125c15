"""How a city counts: its calendar of working days, and the zone of its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import tzinfo
    from decimal import Decimal


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
