"""Facts of `insight`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DetectionRecorded(Fact):
    """Series were tested. `forward` is whether surges followed from it."""

    aggregate: ClassVar[str] = "detection"

    detection_id: UUID
    week: int
    tests: int
    stood: int
    forward: bool


@dataclass(frozen=True, kw_only=True)
class SurgeFollowed(Fact):
    """A surge was opened, goes on or is over."""

    aggregate: ClassVar[str] = "surge"

    surge_id: UUID
    became: str  # opened, continued, closed
    series: str
    score: float


@dataclass(frozen=True, kw_only=True)
class SurgeNoted(Fact):
    """Somebody has noted something on a surge."""

    aggregate: ClassVar[str] = "surge"

    surge_id: UUID


@dataclass(frozen=True, kw_only=True)
class SurgeJudged(Fact):
    """Somebody who has read its messages says that a surge is true, or a false alarm."""

    aggregate: ClassVar[str] = "surge"

    surge_id: UUID
    verdict: str
