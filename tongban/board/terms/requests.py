"""Messages as other programs read them, and what a unit's own system reports of its orders (Open311)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms.message import End, MessageState
    from tongban.board.terms.order import TrackKind
    from tongban.kernel.bilingual import Bilingual
    from tongban.responsibilities.terms import Kind, Point


class Reported(StrEnum):
    """What a unit's system says of an order."""

    WORKING = "working"
    ANSWERED = "answered"
    UNSOLVABLE = "unsolvable"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A displayed message, whole, as other programs read it: everything of one line in one statement."""

    number: str
    kind: Kind
    title: str
    text: str
    place: str
    point: Point | None
    district: str
    district_name: Bilingual
    category: str
    category_name: Bilingual
    unit: str
    unit_name: Bilingual
    state: MessageState
    end: End | None
    reply: str
    reply_end: End | None
    refusal: Bilingual
    right_channel: Bilingual
    received_at: datetime
    changed_at: datetime
    closed_at: datetime | None  # answered, or ended otherwise
    due_at: datetime
    on_time: bool | None
    photos: tuple[int, ...]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """A public step of a displayed message. `reply` is the text that was published then."""

    id: int
    number: str
    message_kind: Kind
    kind: TrackKind
    unit_name: Bilingual
    end: str
    words: str
    reply: str
    at: datetime
