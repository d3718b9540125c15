"""What a report measures beside its surges: trends, rates, watches, and the proof of all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.reports.terms.content import SECOND

if TYPE_CHECKING:
    from datetime import date, datetime

    from tongban.kernel.bilingual import Bilingual
    from tongban.reports.terms.content import ReportWeek, Share


class TrendBy(StrEnum):
    CATEGORY = "category"
    AREA = "area"
    CHANNEL = "channel"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Change:
    """n against another n: the ratio with its 95 % interval. `clear`: the interval leaves out 1, and both together reach the minimum."""

    other: float | None
    ratio: float | None
    lower: float | None
    upper: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class TrendLine:
    """How many came in, against the period before, the same one last year and the mean of the year."""

    key: str
    name: Bilingual
    n: int
    share: float | None  # of all
    before: Change
    last_year: Change
    mean: Change
    enough: bool  # it reaches the minimum: only then may it rise or fall in a ranking


@dataclass(frozen=True, slots=True)
class TrendTable:
    """Of the last whole week of the period."""

    by: TrendBy
    week: str
    lines: tuple[TrendLine, ...]
    risers: tuple[str, ...]  # keys, the steepest first; nothing under its minimum
    fallers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankingLeftOut:
    """What two people had left out of the rankings of the period when the report was drawn up: it counts in no rate here either."""

    messages: int
    ratings: int


@dataclass(frozen=True, slots=True)
class CityRates:
    """What came in over the whole city in the period, and how it was dealt with, as of the closing."""

    received: int
    answered: Share
    on_time: Share
    satisfied: Share
    left_out: RankingLeftOut | None = field(default=None, metadata=SECOND)


@dataclass(frozen=True, slots=True)
class WatchLine:
    """What somebody who analyses keeps an eye on: the period's count beside the bound."""

    name: str
    category: str
    area: str
    words: tuple[str, ...]
    weeks: tuple[ReportWeek, ...]
    alarm: bool


@dataclass(frozen=True, slots=True)
class FalseShare:
    """Of the surges that one method has found: how many were judged false, of so many judged."""

    method: str
    opened: int
    true: int
    false: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What the figures rest on. Nothing is drawn by lot: `seed` is empty."""

    detection: str  # id of the run; empty: none
    tested: int  # series that passed the floor
    tests: int  # series
    alarms: int
    stood: int  # after the correction for many tests
    floor: int | None  # messages that must be there at least
    floor_weeks: int | None
    alpha: float | None
    correction: str  # in a word: "bh"
    q: float | None
    false_alarms: tuple[FalseShare, ...]
    data: str  # digest of the counted files
    rules: str  # digest of the parameters
    tests_digest: str  # of all tests
    supervision: str  # digest of the city's rules of supervision
    code: str  # version of the program that counts
    seed: str
    minimum: int  # under which nothing is ranked
    quotes: str  # the rule by which messages are quoted, by its name
    closed_at: datetime  # what came later does not count
    tested_until: date | None = field(default=None, metadata=SECOND)  # the day up to which the run has counted, not included
