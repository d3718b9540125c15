"""Weeks that a holiday takes: 春节 moves between weeks 4 and 8, so the season of a week of the year does not tell what it brings.

The days stand in the State Council's tables (kernel.working_days). Whoever passes no weeks of holidays tests as if there were none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tongban.insight.terms.weeks import week_of, weeks_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Told = TypeVar("Told")
TAKEN = 3  # of the five days from Monday to Friday, after which the week is the holiday's; weekends worked in its place give none back
FEWEST = 2  # weeks of a holiday before they are held against one another


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day up to which is counted, which tells whether a week 53 is in the last count; and the weeks that a holiday takes, by number."""

    until: date | None = None
    holidays: Mapping[int, str] = field(default_factory=dict[int, str])

    def names(self, weeks: Iterable[int]) -> tuple[str, ...]:
        """Of each of these weeks its holiday, or nothing; of none where no holiday is known."""
        return tuple(self.holidays.get(week, "") for week in weeks) if self.holidays else ()

    def exposure(self, weeks: Iterable[int]) -> list[float]:
        """How many weeks each stands for."""
        return [float(weeks_in(week, self.until)) for week in weeks]

    def usual(self, told: Sequence[tuple[int, Told]], fewest: int) -> list[Told]:
        """What is told of weeks without those of holidays, the last one kept always; all of it where fewer than so many would be left."""
        usual = [each for place, (week, each) in enumerate(told) if week not in self.holidays or place == len(told) - 1]
        return usual if len(usual) >= fewest else [each for _, each in told]


def weeks(days: Mapping[date, str]) -> dict[int, str]:
    """The weeks of holidays, by number, from the days that these take. Where two share a week (国庆节、中秋节) the longer one has it."""
    taken: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for day, told in days.items():
        taken[week_of(day)].update(told.split("、"))
    in_all = sum(taken.values(), Counter[str]())
    named = {week: max(names, key=lambda name, names=names: (names[name], in_all[name], name)) for week, names in taken.items()}
    return {week: name for week, name in sorted(named.items()) if taken[week][name] >= TAKEN}


def apart(names: Sequence[str]) -> tuple[str, ...]:
    """The holidays that have a level of their own among weeks with these names (nothing of a usual week)."""
    return tuple(sorted(name for name, count in Counter(names).items() if name and count >= FEWEST))
