"""Facts of `board`: ids, times and short codes only; never words of a message, never who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MessageFact(Fact):
    aggregate: ClassVar[str] = "message"

    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessagePosted(MessageFact):
    """A message has come in, and dispatch has looked at it: `unit` is empty where the desk decides."""

    kind: str
    channel: str
    tier: str
    layer: str
    unit: str = ""
    emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageAccepted(MessageFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageRefused(MessageFact):
    ground: str


@dataclass(frozen=True, kw_only=True)
class OrderFact(MessageFact):
    """Something happened to one unit's order of a message."""

    order_id: UUID
    unit: str


@dataclass(frozen=True, kw_only=True)
class OrderAssigned(OrderFact):
    layer: str
    role: str = "lead"


@dataclass(frozen=True, kw_only=True)
class OrderTaken(OrderFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderReturned(OrderFact):
    """ "Not ours": back to the desk. The unit answers for it until another has taken it."""


@dataclass(frozen=True, kw_only=True)
class OrderPassedDown(OrderFact):
    below: str


@dataclass(frozen=True, kw_only=True)
class OrderPassedUp(OrderFact):
    above: str


@dataclass(frozen=True, kw_only=True)
class OrderTakenOver(OrderFact):
    """A unit above (`unit`) took it from the one that had it."""

    below: str


@dataclass(frozen=True, kw_only=True)
class UnitsJoined(OrderFact):
    units: list[str]


@dataclass(frozen=True, kw_only=True)
class PartFinished(OrderFact):
    pass


@dataclass(frozen=True, kw_only=True)
class OrderEscalated(OrderFact):
    """So many per cent of the unit's limit are used up; `told` are the desks to be told."""

    percent: int
    told: list[str]


@dataclass(frozen=True, kw_only=True)
class AuthorCalled(OrderFact):
    pass


@dataclass(frozen=True, kw_only=True)
class AuthorRung(MessageFact):
    """The desk that calls back has asked for a masked number."""


@dataclass(frozen=True, kw_only=True)
class AuthorContacted(OrderFact):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AuthorRevealed(MessageFact):
    pass


@dataclass(frozen=True, kw_only=True)
class HandedOver(MessageFact):
    to: str


@dataclass(frozen=True, kw_only=True)
class NoteWritten(MessageFact):
    unit: str


@dataclass(frozen=True, kw_only=True)
class MessageUrged(MessageFact):
    """A body of the joint desk has urged whoever has it now; `body` is its desk."""

    body: str


@dataclass(frozen=True, kw_only=True)
class ReplyDrafted(OrderFact):
    reply_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReplySubmitted(OrderFact):
    reply_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReplySentBack(OrderFact):
    reply_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageAnswered(OrderFact):
    """A reply is published; `first` where it is the one that on_time was stored for."""

    reply_id: UUID
    first: bool
    on_time: bool
    end: str


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(OrderFact):
    extension_id: UUID


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(OrderFact):
    extension_id: UUID
    granted: bool


@dataclass(frozen=True, kw_only=True)
class MessageMerged(MessageFact):
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageUnmerged(MessageFact):
    from_id: UUID


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(MessageFact):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class MessageRated(MessageFact):
    unit: str
    solved: bool
    satisfaction: int
    reopened: bool


@dataclass(frozen=True, kw_only=True)
class MessageReopened(MessageFact):
    unit: str


@dataclass(frozen=True, kw_only=True)
class AuthorCalledBack(MessageFact):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class MessageCleared(MessageFact):
    """The media may see it at the joint desk, or no longer."""

    cleared: bool


@dataclass(frozen=True, kw_only=True)
class MessageClosed(MessageFact):
    end: str


@dataclass(frozen=True, kw_only=True)
class FiguresCounted(Fact):
    aggregate: ClassVar[str] = "count"

    count_id: UUID
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class MessageScreened(MessageFact):
    """It, or one of its photos, is displayed, or no longer."""

    shown: bool


@dataclass(frozen=True, kw_only=True)
class ScreeningEscalated(MessageFact):
    """So many per cent of the limit to screen it are used up; `told` are the desks to be told."""

    percent: int
    told: list[str]


@dataclass(frozen=True, kw_only=True)
class RemovalAppealed(MessageFact):
    pass


@dataclass(frozen=True, kw_only=True)
class NamesConfirmed(MessageFact):
    names: int


@dataclass(frozen=True, kw_only=True)
class MessageWithdrawn(MessageFact):
    pass


@dataclass(frozen=True, kw_only=True)
class WordsAdded(MessageFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageFollowed(MessageFact):
    """Somebody follows it, joined it (`joined`), or no longer does either (`ended`)."""

    joined: bool = False
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class MessagesImported(Fact):
    aggregate: ClassVar[str] = "batch"

    batch_id: UUID
    source: str
    taken: int
    repeated: int


@dataclass(frozen=True, kw_only=True)
class UpdateReported(OrderFact):
    """A unit's own system has said how its order stands."""

    reported: str
