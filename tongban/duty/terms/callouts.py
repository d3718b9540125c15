"""A call-out, and the calls made for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual
    from tongban.notices.terms import DeliveryLine


class Urgency(StrEnum):
    """How fast somebody has to answer; the minutes are city data."""

    DANGER = "danger"  # to life
    URGENT = "urgent"
    ORDINARY = "ordinary"


class CallOutState(StrEnum):
    CALLING = "calling"
    ACKNOWLEDGED = "acknowledged"
    UNANSWERED = "unanswered"  # everybody in the line and above was called; loud until somebody acts
    STOOD_DOWN = "stood_down"  # not needed any more


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call of a call-out: to whom, until when they had to answer, and whether it went out. The number is shown by its end only."""

    number: int
    round: int
    unit: str
    name: str
    role: Bilingual
    phone_end: str
    at: datetime
    due_at: datetime
    deliveries: tuple[DeliveryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What a call says of the thing itself, without personal data: its number, where it is as far as that is known, the danger in a word.

    `text` is what may be read of it by whoever has acknowledged; no call says it.
    """

    number: str = ""
    place: Bilingual | None = None
    danger: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """Another thing that told of the same danger in the same place, and when."""

    subject_type: str
    subject_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Called:
    """A call-out as whoever has the code of one of its calls sees it: whether it still waits for somebody, and who has it.

    `subject_id`, and what has joined it, is told to whoever has acknowledged with this very code, for a day.
    """

    unit_name: Bilingual
    reason_name: Bilingual
    state: CallOutState
    settled_by: str
    settled_at: datetime | None
    matter: Matter
    subject_type: str = ""
    subject_id: UUID | None = None
    joined: tuple[JoinedLine, ...] = ()

    @property
    def waits(self) -> bool:
        return self.state in (CallOutState.CALLING, CallOutState.UNANSWERED)


@dataclass(frozen=True, slots=True)
class CallOutView:
    """A call-out with every call made for it."""

    id: UUID
    unit: str
    unit_name: Bilingual
    subject_type: str
    subject_id: UUID
    reason: str
    reason_name: Bilingual
    urgency: Urgency
    state: CallOutState
    at: datetime
    calling: str  # the unit whose line is called now: the unit itself, or a level above
    next_at: datetime | None  # when the next in line is called
    settled_at: datetime | None
    settled_by: str
    matter: Matter
    loud: bool
    calls: tuple[CallLine, ...]
    joined: tuple[JoinedLine, ...] = ()
