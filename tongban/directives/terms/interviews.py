"""Words of interviews (约谈): on what evidence, with whom, what was promised, and how one is seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.directives.terms.orders import StepLine
    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms import Evidence


class InterviewState(StrEnum):
    """What the ranking proposes is kept from the moment somebody has decided on it."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    SCHEDULED = "scheduled"
    HELD = "held"
    PROMISED = "promised"  # what is put right, and until when
    CLOSED = "closed"


class InterviewAct(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    SCHEDULE = "schedule"
    HOLD = "hold"
    PROMISE = "promise"
    REMIND = "remind"  # nothing was promised in time, or the promised day is over
    SEND_BACK = "send_back"  # it was not put right
    CLOSE = "close"
    CALL_OFF = "call_off"  # before it is held


@dataclass(frozen=True, slots=True)
class Head:
    """Whom of a unit was interviewed, in office: everybody may know the post, supervisors the name."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview as everybody may know of it: no name."""

    id: UUID
    unit: str
    unit_name: Bilingual
    state: InterviewState
    evidence: Evidence
    meets_at: datetime | None
    held_at: datetime | None
    posts: tuple[str, ...]  # of whoever was interviewed; so many 人次
    remedy: str
    remedy_until: date | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class InterviewView:
    """An interview as supervisors and its unit see it."""

    line: InterviewLine
    place: str
    heads: tuple[Head, ...]  # with names for supervisors only
    steps: tuple[StepLine, ...]
    open_to: frozenset[InterviewAct]


@dataclass(frozen=True, slots=True)
class InterviewFigure:
    """How often a unit was interviewed in a period, and how many heads in all (人次)."""

    unit: str
    unit_name: Bilingual
    interviews: int
    heads: int
