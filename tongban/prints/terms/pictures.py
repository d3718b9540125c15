"""What a chart of a report is drawn from, and the picture that was made of it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tongban.prints.terms.words import ZH, ChartWords


@dataclass(frozen=True, slots=True)
class CurveWeek:
    """A week of a series. `persons` is what was tested; `messages` is how many they wrote. None where it is not known."""

    name: str
    persons: float | None
    messages: float | None = None
    expected: float | None = None
    bound: float | None = None
    year_before: float | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """One class, area, channel or unit in a week, and what it is held against."""

    name: str
    now: float
    before: float | None = None
    year_before: float | None = None
    mean: float | None = None
    moved: int = 0  # 1: rises, -1: falls, 0: neither can be said


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A unit's share on time, with its 95 % interval; all shares from 0 to 1."""

    name: str
    n: int
    share: float
    lower: float
    upper: float


Figures: TypeAlias = tuple[CurveWeek, ...] | tuple[Moved, ...] | tuple[UnitRate, ...]


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart before it is drawn: where it belongs, and in words what it shows, for whoever does not see it."""

    key: str
    title: str
    told: str
    figures: Figures
    words: ChartWords = ZH


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A chart of a report. Without a file there is no picture yet, or none could be drawn: then its table stands alone."""

    key: str
    title: str
    told: str
    file: str
