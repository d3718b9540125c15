"""Facts of `directives`: ids, times and short codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfOrder(Fact):
    aggregate: ClassVar[str] = "order"

    order_id: UUID
    unit: str


@dataclass(frozen=True, kw_only=True)
class OrderIssued(OfOrder):
    ground: str


@dataclass(frozen=True, kw_only=True)
class OrderReceived(OfOrder):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderReplied(OfOrder):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderSentBack(OfOrder):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderClosed(OfOrder):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderWithdrawn(OfOrder):
    """`told` are the desks that were told when it was escalated; empty where it was not."""

    told: list[str]


@dataclass(frozen=True, kw_only=True)
class OrderEscalated(OfOrder):
    """`told` are the desks to be told: the one that answers for the level above, and the leader's."""

    told: list[str]
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class OrderPaperMade(OfOrder):
    kind: str


@dataclass(frozen=True, kw_only=True)
class OfInterview(Fact):
    aggregate: ClassVar[str] = "interview"

    interview_id: UUID
    unit: str


@dataclass(frozen=True, kw_only=True)
class InterviewDecided(OfInterview):
    """Confirmed or dismissed."""

    state: str
    week: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class InterviewScheduled(OfInterview):
    pass


@dataclass(frozen=True, kw_only=True)
class InterviewHeld(OfInterview):
    heads: int


@dataclass(frozen=True, kw_only=True)
class RemedyPromised(OfInterview):
    pass


@dataclass(frozen=True, kw_only=True)
class RemedyDue(OfInterview):
    """The promised day is over, and nobody has closed the interview; or nothing was promised, and the time for it is over."""

    promised: bool = True


@dataclass(frozen=True, kw_only=True)
class RemedySentBack(OfInterview):
    """What was promised was not put right, or not enough: the unit promises once more."""


@dataclass(frozen=True, kw_only=True)
class InterviewCalledOff(OfInterview):
    """It is not held. `told` says whether the unit knew of a day."""

    told: bool


@dataclass(frozen=True, kw_only=True)
class InterviewClosed(OfInterview):
    pass


@dataclass(frozen=True, kw_only=True)
class LeaderAsked(Fact):
    aggregate: ClassVar[str] = "ask"

    ask_id: UUID


@dataclass(frozen=True, kw_only=True)
class AskSettled(Fact):
    """Answered by a supervisor, or withdrawn by the leader's desk."""

    aggregate: ClassVar[str] = "ask"

    ask_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class SecondComplaintFound(Fact):
    aggregate: ClassVar[str] = "complaint"

    complaint_id: UUID
    unit: str
    again: str


@dataclass(frozen=True, kw_only=True)
class SecondComplaintDismissed(Fact):
    aggregate: ClassVar[str] = "complaint"

    complaint_id: UUID
    unit: str
