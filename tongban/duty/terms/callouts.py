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
    loud: bool
    calls: tuple[CallLine, ...]
