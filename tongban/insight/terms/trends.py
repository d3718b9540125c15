"""Words of trends: how a week's count stands against last week's, the same week's of last year, and the mean of a year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tongban.kernel.bilingual import Bilingual


class Movement(StrEnum):
    """What may be said of a change. Up and down only where chance does not explain it."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    TOO_FEW = "too_few"


class Comparison(StrEnum):
    """With what a week is compared."""

    LAST_WEEK = "last_week"
    LAST_YEAR = "last_year"  # the week of the same number
    MEAN = "mean"  # of the weeks of a year before it


class TrendBy(StrEnum):
    """Whose counts are compared."""

    TOPIC = "topic"  # classes at the first level
    CLASS = "class"  # as messages bear them
    DISTRICT = "district"  # with its streets


@dataclass(frozen=True, slots=True)
class Change:
    """A count against another: their ratio with 95 % bounds, none where there was nothing before."""

    before: float  # a week
    weeks: int  # of which it is the mean
    ratio: float | None
    lower: float | None
    upper: float | None
    movement: Movement


@dataclass(frozen=True, slots=True)
class Trend:
    """A series in its last week. A comparison is None where there is nothing to compare with."""

    key: str
    n: int
    dispersion: float  # how much more weeks vary than by chance alone; 1: not more
    counts: tuple[int | None, ...]  # of a year of weeks and the last one, the oldest first; None: nothing is known of that week
    last_week: Change | None
    last_year: Change | None
    mean: Change | None

    def change(self, to: Comparison) -> Change | None:
        match to:
            case Comparison.LAST_WEEK:
                return self.last_week
            case Comparison.LAST_YEAR:
                return self.last_year
            case Comparison.MEAN:
                return self.mean


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A trend and what it is called."""

    name: Bilingual
    trend: Trend


@dataclass(frozen=True, slots=True)
class Trends:
    """The last week that is over, of every series and of all messages together."""

    by: TrendBy
    week: str  # 2026-W48
    monday: date
    minimum: int
    whole: Trend
    lines: tuple[TrendLine, ...]  # the most messages first
