"""What the detection has found, as analysts read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.board.terms import MessageLine
    from tongban.insight.terms.surges import Method


class Verdict(StrEnum):
    """What somebody who has read the messages says of a surge."""

    UNJUDGED = "unjudged"
    TRUE = "true"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class DetectionDone:
    """A run. `new` is whether it was made now, or had been made of the same data before; `forward` whether surges follow from it."""

    id: UUID
    until_on: date
    week: str
    tests: int
    alarms: int
    stood: int
    digest: str
    opened: tuple[UUID, ...] = ()
    closed: int = 0
    new: bool = True
    forward: bool = True


@dataclass(frozen=True, slots=True)
class SurgeLine:
    """A surge in a list. A class in an area, or a topic that nobody has named: then `topic` is its number, and `words` tell it."""

    id: UUID
    series: str
    category: str
    area_kind: str
    area: str
    topic: int | None
    words: tuple[str, ...]
    since: str
    last: str
    closed: str
    score: float
    highest: float
    shown: bool
    within: tuple[str, ...]
    verdict: Verdict
    verdict_for: str


@dataclass(frozen=True, slots=True)
class SurgeWeek:
    """A week of its series. Of weeks before it was watched only the count is known."""

    week: str
    monday: date
    count: float | None
    raw: float | None = None
    expected: float | None = None
    bound: float | None = None
    score: float | None = None
    p: float | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class ShareTest:
    """An alarm held against all voices of its area: `total` in that week, `usual` in a week of the year before. It decides nothing."""

    area_kind: str
    area: str
    expected: float
    bound: float
    score: float
    total: float
    usual: float

    @property
    def over(self) -> bool:
        return self.score > 1


@dataclass(frozen=True, slots=True)
class NoteLine:
    text: str
    written_by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SurgeView:
    """A surge with what it rests on. `messages` are those that everybody may read, in masked words; `hidden` were counted besides."""

    line: SurgeLine
    method: Method
    alpha: float
    years: int
    share: ShareTest | None
    weeks: tuple[SurgeWeek, ...]
    messages: tuple[MessageLine, ...]
    hidden: int
    units: tuple[tuple[str, int], ...]
    notes: tuple[NoteLine, ...]
    data: str
    rules: str


@dataclass(frozen=True, slots=True)
class TrueSurgeWeek:
    """A week of a surge in numbers; `voices` has each citizen once and is what was tested."""

    week: str
    messages: int
    voices: int
    expected: float
    bound: float
    alarm: bool


@dataclass(frozen=True, slots=True)
class TrueSurge:
    """What everybody may know of a surge that was judged true."""

    category: str
    area_kind: str
    area: str
    judged_at: datetime
    weeks: tuple[TrueSurgeWeek, ...]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Of the surges found by one method: how many there were, and what was said of them."""

    method: Method
    opened: int
    true: int
    false: int
    unjudged: int

    @property
    def share(self) -> float | None:
        """False ones among those that somebody has judged."""
        judged = self.true + self.false
        return self.false / judged if judged else None
