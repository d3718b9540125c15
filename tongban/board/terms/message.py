"""Words of a message: what is written to the city, by whom, where, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from tongban.responsibilities.terms import Kind, Point  # noqa: TC001  the first migration looks for Kind here

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Channel(StrEnum):
    """How a message came in."""

    WEB = "web"
    PHONE = "phone"  # taken down by an operator for a caller
    VISIT = "visit"  # taken down for somebody at a counter
    OPEN311 = "open311"
    IMPORT = "import"  # from another channel of the city; `source` says which


class Visibility(StrEnum):
    PUBLIC = "public"
    UNIT = "unit"  # only whoever handles it


class AuthorKind(StrEnum):
    ACCOUNT = "account"  # signed in, with a verified phone
    CODE = "code"  # nobody but the holder of the tracking code
    CALLER = "caller"  # told an operator, who wrote it down
    ELSEWHERE = "elsewhere"  # another channel knows who it is


class MessageState(StrEnum):
    RECEIVED = "received"  # 待受理
    ACCEPTED = "accepted"  # 已受理, with no unit yet
    ASSIGNED = "assigned"  # 已派单: a unit is asked, and has not taken it
    HANDLING = "handling"  # 办理中
    ANSWERED = "answered"  # 已答复: may be rated
    REOPENED = "reopened"  # 重办, after a bad rating
    CLOSED = "closed"


class End(StrEnum):
    """How a closed message ended."""

    ANSWERED = "answered"  # 办结
    UNSOLVABLE = "unsolvable"  # 无法解决, with the reason
    REFUSED = "refused"  # 不予受理: the ground and the right channel are named
    REFERRED = "referred"  # 转其他渠道
    MERGED = "merged"  # 并案: its author rates the answer of the other
    WITHDRAWN = "withdrawn"


class Screening(StrEnum):
    """Whether it may be displayed; handling never waits for it."""

    WAITING = "waiting"
    SHOWN = "shown"
    REMOVED = "removed"
    NOT_NEEDED = "not_needed"  # never displayed: a report, to the unit only, or under a code alone


class Removal(StrEnum):
    """Why something is not displayed, said in public."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    ADVERTISEMENT = "advertisement"
    RUMOUR = "rumour"  # names facts that the unit has shown to be wrong
    SECRET = "secret"
    NOT_A_MESSAGE = "not_a_message"


class Suggested(StrEnum):
    """How a suggestion (建议) ended, in the public list."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


class Satisfaction(IntEnum):
    """The five levels of 国办发〔2019〕51号."""

    VERY_GOOD = 5
    GOOD = 4
    FAIR = 3
    BAD = 2
    VERY_BAD = 1


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What somebody writes. `unit` is whom the author thinks is in charge; `files` are digests of pictures already stored for them."""

    kind: Kind
    title: str
    text: str = field(repr=False)
    visibility: Visibility = Visibility.PUBLIC
    unit: str = ""
    category: str = ""
    district: str = ""
    address: str = field(default="", repr=False)
    point: Point | None = None
    free_name: str = ""  # the name shown in front; the real one stays behind
    phone: str = field(default="", repr=False)  # where whoever has no account may be reached
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from: of another channel its name and its number there."""

    channel: Channel
    source: str = ""
    foreign_number: str = ""
    sent_at: datetime | None = None  # when it was written there; None: now


@dataclass(frozen=True, slots=True)
class Posted:
    """The receipt. `code` is told once, and only to whoever has no account."""

    message_id: UUID
    number: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever told an operator: by telephone, or at a counter. `verified`: the line told the number, or the operator saw a document."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    verified: bool = False


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo made safe and kept for a message that is not sent yet; `digest` is what NewMessage.files names."""

    digest: str
    thumbnail: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """A message of another channel, with its answer where it has been answered there. `line` is where it stands in the list."""

    line: int
    number: str
    message: NewMessage
    sent_at: datetime | None = None
    name: str = field(default="", repr=False)
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""  # a unit's code
