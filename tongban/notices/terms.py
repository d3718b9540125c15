"""Words of `notices`: whom to tell, what they read, what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual


class Channel(StrEnum):
    """How something leaves the city. The inbox is no channel: it is always written, where somebody has one."""

    SMS = "sms"
    VOICE = "voice"  # a machine calls and reads it out


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Sends(StrEnum):
    """When a kind of notice also goes to the telephone."""

    WISHED = "wished"  # where somebody wants it, or has nothing but a number
    ALWAYS = "always"
    NEVER = "never"  # the inbox only; nobody without one is told


class CallState(StrEnum):
    ASKED = "asked"  # the exchange is being asked for a masked number
    CONNECTED = "connected"  # it gave one: dialled, it reaches the other side
    ENDED = "ended"
    FAILED = "failed"


class CallOutcome(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: a login, a person with whatever logins they have, or a number alone. `at_work` is a login's desk inbox."""

    login_id: UUID | None = None
    person_id: UUID | None = None
    phone: str = field(default="", repr=False)  # given, it is used instead of the login's own
    at_work: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind of notice says. `{name}` stands for a value; `sms` and `voice` are what leaves the city, and the shorter for it."""

    kind: str  # "duty.call_out": the module, and what happened
    title: Bilingual
    text: Bilingual
    sms: Bilingual | None = None
    voice: Bilingual | None = None
    sends: Sends = Sends.WISHED


@dataclass(frozen=True, slots=True)
class Told:
    """A wording with its values in place, in both languages."""

    title: Bilingual
    text: Bilingual
    sms: Bilingual | None
    voice: Bilingual | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its reader finds it in the inbox."""

    id: UUID
    kind: str
    title: Bilingual
    text: Bilingual
    link: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the inbox, the newest first; `next` is the cursor of the following page, empty at the end."""

    lines: tuple[NoticeLine, ...]
    unread: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """Whether a login wants a topic (the module of a kind) by text message too."""

    topic: str
    sms: bool


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What became of one thing sent: for the page of whatever it was about. It shows no number."""

    id: UUID
    notice_id: UUID
    channel: Channel
    state: DeliveryState
    attempts: int
    at: datetime
    settled_at: datetime | None
    error: str = ""  # a short code: unreachable, refused, no_gateway


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a job hands to a gateway. `key` is the same at every try, so that a gateway sends it once."""

    key: UUID
    channel: Channel
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskedCall:
    """What a job asks of the exchange."""

    key: UUID
    caller: str = field(repr=False)
    called: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallView:
    """A masked call: which number to dial, and what became of it. Neither side sees the other's own number."""

    id: UUID
    state: CallState
    masked_number: str
    at: datetime
    outcome: CallOutcome | None = None
    seconds: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """Who rings on an operator's line, as the exchange says."""

    id: UUID
    line: str
    phone: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """What the demo gateways would have sent."""

    channel: str
    phone: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime


class Refusal(Exception):
    """Base of everything a verb of `notices` refuses; doors map each class to words and a status."""


class Denied(Refusal):
    """This act is not this actor's."""


class UnknownKind(Refusal):
    """There is no wording for this kind of notice."""


class ValueMissing(Refusal):
    """The wording needs a value that was not given; names those missing."""

    def __init__(self, kind: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{kind}: {', '.join(names)}")
        self.names = names


class NobodyToTell(Refusal):
    """The recipient is neither a login nor a person nor a number that can be reached."""


class UnusablePhone(Refusal):
    """This is no telephone number of this country."""


class UnknownNotice(Refusal):
    """No such notice, or not this actor's."""


class UnknownTopic(Refusal):
    """No kind of notice is of this topic."""


class UnknownCall(Refusal):
    """No such call, or not this actor's."""


class CallEnded(Refusal):
    """The call has ended already; its outcome stays."""
