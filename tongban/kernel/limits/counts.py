"""What is counted of many clocks at once: the lights of those that run, and what became of those that ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Outcome(StrEnum):
    """What became of something that fell due."""

    ON_TIME = "on_time"
    LATE = "late"
    UNANSWERED = "unanswered"  # by the moment as of which it is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How much fell due in some time, and what became of it by a moment. The median is of what was done."""

    due: int
    on_time: int
    late: int
    unanswered: int
    median_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """How much is open by the light of its clock, and since when the longest overdue is."""

    green: int
    amber: int
    red: int
    oldest: datetime | None
