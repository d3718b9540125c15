"""What the detection of surges speaks of: a series of weeks, one test of one of them, a burst of a term, an episode. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """What a week was tested by; which, the length of the history says."""

    FARRINGTON = "farrington"
    EARS = "ears_c2"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of one topic, or class, in one area, week after week without a hole; None where it is not known what there was."""

    key: str
    first_week: int  # terms.weeks numbers weeks: 52 a year
    counts: tuple[float | None, ...]

    @property
    def after(self) -> int:
        """The week that comes next."""
        return self.first_week + len(self.counts)


@dataclass(frozen=True, slots=True)
class SurgeTest:
    """One test of one week of one series. All are kept, not only the alarms: so false ones can be counted and a report repeated."""

    key: str
    week: int
    method: Method
    years: int  # full years of history that were used; fewer than three cannot tell a season from a surge
    count: float
    expected: float
    bound: float
    score: float  # how far over what was expected, as a share of the way to the bound; an alarm is above 1
    p: float
    dispersion: float
    trend: bool
    tested: bool  # it passed the floor on counts
    alarm: bool
    found: bool  # still an alarm when false ones across all series are held down


@dataclass(frozen=True, slots=True)
class Curve:
    """Messages and voices of what was sought, week after week without a hole; each week of the last year with the test that it had."""

    first: int  # week
    raw: tuple[float | None, ...]
    voices: tuple[float | None, ...]
    tests: tuple[SurgeTest, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """Alarms that follow one another are one thing. It opens with the first and is over after two clean weeks."""

    opened: int
    last_alarm: int
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Burst:
    """From which period to which a term was said more often than usual, and how much more that explains."""

    term: str
    first: int
    last: int
    weight: float
