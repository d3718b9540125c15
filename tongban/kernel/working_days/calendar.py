"""Counting working days on given tables. Pure: no file, no clock."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

PROVISIONAL_YEARS = 5
SATURDAY = 5


class NoTable(LookupError):
    """A day lies before the first table, or too far beyond the last; nothing can be counted there."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year's table: days off that would be weekdays (or weekends in a holiday), and weekend days that are worked."""

    year: int
    days_off: frozenset[date]
    make_up_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Due:
    """The day a limit ends. `half`: at noon of that day. `provisional`: beyond the last announced table."""

    on: date
    half: bool
    provisional: bool


class Calendar:
    """Working days from the first table to five years past the last. A day's place in the row is its running ordinal."""

    def __init__(self, years: Iterable[Year]) -> None:
        tables = sorted(years, key=lambda table: table.year)
        if not tables or [table.year for table in tables] != list(range(tables[0].year, tables[-1].year + 1)):
            raise ValueError("The tables of working days must follow one another without a gap.")
        self.first_year, self.last_year = tables[0].year, tables[-1].year
        # A notice may name days of the year before or after; the later notice holds.
        self._special: dict[date, bool] = {}
        for table in tables:
            self._special.update(dict.fromkeys(table.days_off, False) | dict.fromkeys(table.make_up_days, True))
        self._begins = date(self.first_year, 1, 1)
        days = (date(self.last_year + PROVISIONAL_YEARS, 12, 31) - self._begins).days + 1
        self._working = [day for day in (self._begins + timedelta(n) for n in range(days)) if self._works(day)]

    def _works(self, day: date) -> bool:
        return self._special.get(day, day.weekday() < SATURDAY)

    def is_working(self, day: date) -> bool:
        """Whether offices work that day. Raises `NoTable`, as all counting does, for a day that no table reaches."""
        self._check(day)
        return self._works(day)

    def provisional(self, day: date) -> bool:
        """Whether nothing but weekends is known of that day."""
        return day.year > self.last_year and day not in self._special

    def add(self, day: date, working_days: Decimal | int) -> Due:
        """The day on which `working_days` after `day` end; `day` itself is not counted (Civil Code art. 201). Halves end at noon."""
        self._check(day)
        amount = Decimal(working_days)
        if amount < 0 or amount * 2 % 1:
            raise ValueError(f"{working_days} working days: whole and half days from 0 can be counted.")
        steps = int(amount.to_integral_value(ROUND_CEILING))
        place = bisect_right(self._working, day) + steps - 1
        if place >= len(self._working):
            raise NoTable(f"{working_days} working days after {day} end too far beyond the last table ({self.last_year}).")
        on = self._working[place] if steps else day
        return Due(on=on, half=bool(amount % 1), provisional=self.provisional(on))

    def between(self, after: date, until: date) -> int:
        """How many working days there are after `after`, up to and with `until`; 0 when `until` is not later."""
        self._check(after)
        self._check(until)
        return max(0, bisect_right(self._working, until) - bisect_right(self._working, after))

    def next_working(self, day: date) -> date:
        """That day if it is worked, else the next that is (Civil Code art. 203)."""
        self._check(day)
        return self._working[bisect_right(self._working, day - timedelta(1))]

    def _check(self, day: date) -> None:
        if day < self._begins:
            raise NoTable(f"There is no table of working days before {self.first_year}.")
        if day.year > self.last_year + PROVISIONAL_YEARS - 1:
            raise NoTable(f"{day} is too far beyond the last table of working days ({self.last_year}).")
