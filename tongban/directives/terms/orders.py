"""Words of supervision orders (督办单): grounds, states, acts, and how one is seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual
    from tongban.kernel.limits import Light, Limit


class Ground(StrEnum):
    """Why a unit is ordered to do something."""

    LIGHT = "light"  # something of its own is late or soon due
    SURGE = "surge"  # many write about the same
    LEADER = "leader"  # a leader has asked
    SECOND_COMPLAINT = "second_complaint"  # a citizen had to write again
    INTERVIEW = "interview"  # what was promised there


class Cites(StrEnum):
    """What an order refers to."""

    MESSAGE = "message"
    CASE = "case"
    SURGE = "surge"
    ASK = "ask"
    INTERVIEW = "interview"


class OrderState(StrEnum):
    ISSUED = "issued"
    RECEIVED = "received"  # 签收
    REPLIED = "replied"  # waits to be checked
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # issued by mistake


class OrderAct(StrEnum):
    ISSUE = "issue"
    RECEIVE = "receive"
    REPLY = "reply"
    SEND_BACK = "send_back"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"  # the state stays: it is still the unit that has to answer


class OrderPaper(StrEnum):
    """The same form: as it goes out, filled in when all is done, and marked void (作废) where it was withdrawn."""

    NOTICE = "notice"
    RECORD = "record"
    VOID = "void"


WITH_THE_UNIT = (OrderState.ISSUED, OrderState.RECEIVED, OrderState.SENT_BACK)  # in these its clock runs
OVER = (OrderState.CLOSED, OrderState.WITHDRAWN)  # nothing follows


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing that an order refers to: messages and cases by number, others by their id."""

    kind: Cites
    code: str

    @property
    def text(self) -> str:
        return f"{self.kind}:{self.code}"

    @classmethod
    def of(cls, text: str) -> Reference:
        kind, _, code = text.partition(":")
        return cls(Cites(kind), code)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a supervisor writes: on which grounds, about what, and what is demanded. Without a limit the city's own."""

    unit: str
    ground: Ground
    matter: str
    demand: str
    references: tuple[Reference, ...] = ()
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class IssuedOrder:
    """What issuing came to."""

    order_id: UUID
    number: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the life of an order or an interview: who did it, when, in which words."""

    act: str
    at: datetime
    name: str  # empty: the clock
    words: str = ""


@dataclass(frozen=True, slots=True)
class OrderPaperLine:
    """A paper of an order, by which it is fetched."""

    id: UUID
    kind: OrderPaper
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in a list."""

    id: UUID
    number: str
    unit: str
    unit_name: Bilingual
    ground: Ground
    matter: str
    state: OrderState
    issued_at: datetime
    due_at: datetime
    provisional: bool
    light: Light | None  # None where the unit has nothing to do
    escalated_at: datetime | None
    closed_at: datetime | None
    on_time: bool | None  # of its first reply


@dataclass(frozen=True, slots=True)
class OrderFigure:
    """How many orders a unit was given in a period, how they stand now, and whether their first replies came in time."""

    unit: str
    unit_name: Bilingual
    issued: int
    states: Mapping[OrderState, int]
    late: int  # with the unit now, their time over
    answered: int
    on_time: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with everything about it, and what whoever looks may do now."""

    line: OrderLine
    references: tuple[Reference, ...]
    demand: str
    issued_by: str
    steps: tuple[StepLine, ...]
    papers: tuple[OrderPaperLine, ...]
    open_to: frozenset[OrderAct]
