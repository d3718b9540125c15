"""What questions about messages return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms.message import Channel, End, MessageState, Removal, Satisfaction, Screening, Suggested, Visibility
    from tongban.board.terms.order import TrackKind
    from tongban.kernel.bilingual import Bilingual
    from tongban.kernel.limits import Light, Unit
    from tongban.responsibilities.terms import Kind, Point

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some lines, and the cursor of the next page where there is one."""

    lines: tuple[Line, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message as lists show it. `excerpt` is the masked beginning of its text."""

    id: UUID
    number: str
    kind: Kind
    title: str
    excerpt: str
    category: str
    category_name: Bilingual
    district: str
    district_name: Bilingual
    unit: str
    unit_name: Bilingual
    state: MessageState
    end: End | None
    received_at: datetime
    answered_at: datetime | None
    due_at: datetime
    counted: Unit
    light: Light
    on_time: bool | None
    satisfaction: Satisfaction | None
    free_name: str
    followers: int
    suggested: Suggested | None
    suggested_reason: str
    changed_at: datetime
    displayed: bool = True
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A step on the page of a message. `codes` are short words and ids that the door says in words."""

    at: datetime
    kind: TrackKind
    unit: str
    unit_name: Bilingual
    words: str
    codes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplyView:
    id: UUID
    unit: str
    unit_name: Bilingual
    text: str
    end: End
    published_at: datetime
    on_time: bool | None  # the first by the citizen's clock, one after a reopening by its unit's


@dataclass(frozen=True, slots=True)
class RatingView:
    """What one author says of one answer. `called_back`: told to the city's desk on the telephone."""

    round: int
    unit: str
    unit_name: Bilingual
    solved: bool
    satisfaction: Satisfaction
    words: str
    at: datetime
    called_back: bool


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A rating behind a figure: of which message, and what it says; none of its words."""

    rating_id: int
    message_id: UUID
    number: str
    unit: str
    solved: bool
    satisfaction: Satisfaction
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """More time that was asked for; `granted` is None until somebody has decided."""

    reason: str
    asked_at: datetime
    granted: bool | None
    approver: str
    decided_at: datetime | None
    due_before: datetime
    due_after: datetime | None
    why_not: str  # where it was refused


@dataclass(frozen=True, slots=True)
class PictureView:
    """`removed_for` is why it is not displayed; then the digests are empty for everybody but its author and the screeners."""

    place: int
    digest: str
    thumbnail: str
    width: int
    height: int
    removed_for: Removal | None


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What only the author sees: the words as they were written, and what the author may do now."""

    title: str = field(repr=False)
    text: str = field(repr=False)
    address: str = field(repr=False)
    may_withdraw: bool
    may_add: bool
    may_appeal: bool
    may_rate: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as everybody may read it. Where it was removed, title, text and place are empty and `removed_for` says why."""

    id: UUID
    number: str
    kind: Kind
    channel: Channel
    source_name: Bilingual
    visibility: Visibility
    title: str
    text: str
    place: str
    district: str
    district_name: Bilingual
    point: Point | None
    category: str
    category_name: Bilingual
    free_name: str
    tier_name: Bilingual
    emergency: bool
    state: MessageState
    end: End | None
    refusal: Bilingual  # the ground on which it was not accepted
    right_channel: Bilingual
    refusal_basis: str
    screening: Screening
    removed_for: Removal | None
    displayed: bool
    unit: str
    unit_name: Bilingual
    received_at: datetime
    accepted_at: datetime | None
    accept_due_at: datetime
    due_at: datetime
    counted: Mapping[str, Unit]  # how the limits run: accept, answer, rate
    provisional: bool
    extended: bool
    light: Light
    answered_at: datetime | None
    first_answered_at: datetime | None
    on_time: bool | None
    rating_until: datetime | None
    reopened: bool
    suggested: Suggested | None
    suggested_reason: str
    merged_into: str  # the number of the message whose answer is this one's as well, as far as whoever looks may open it
    closed_at: datetime | None
    changed_at: datetime
    followers: int
    pictures: tuple[PictureView, ...]
    track: tuple[TrackLine, ...]
    replies: tuple[ReplyView, ...]
    ratings: tuple[RatingView, ...]
    extensions: tuple[ExtensionView, ...]
    own: OwnPart | None = None
    follows: bool = False
    joined: bool = False
    may_rate: bool = False  # whoever looks: they wrote or joined it


@dataclass(frozen=True, slots=True)
class Alike:
    """A message that says nearly the same: how much (0 to 1), and how far away in metres where both have a place on the map."""

    line: MessageLine
    likeness: float
    metres: int | None


@dataclass(frozen=True, slots=True)
class AddedWords:
    """What an author added, and nobody has looked at yet."""

    step: int
    words: str = field(repr=False)
    masked_words: str


@dataclass(frozen=True, slots=True)
class ToScreen:
    """A message that waits to be screened, as it was written. `candidates` are passages of the text that are masked as perhaps names."""

    id: UUID
    number: str
    kind: Kind
    title: str = field(repr=False)
    text: str = field(repr=False)
    masked_title: str
    masked_text: str
    hidden: tuple[str, ...] = field(repr=False)  # words that somebody has named as personal
    candidates: tuple[tuple[int, int], ...]
    title_candidates: tuple[tuple[int, int], ...]
    pictures: tuple[PictureView, ...]
    received_at: datetime
    due_at: datetime | None
    light: Light  # of the limit to screen it
    displayed: bool
    removed_for: Removal | None
    appeal: str  # what its author says against the removal
    added: tuple[AddedWords, ...]


@dataclass(frozen=True, slots=True)
class ScreenedLine:
    """A message of which somebody has decided whether it is displayed; `removed_for` is None where it is."""

    id: UUID
    number: str
    kind: Kind
    title: str
    removed_for: Removal | None
    screened_at: datetime


@dataclass(frozen=True, slots=True)
class Hidden:
    """A passage that everybody reads as `mask`; where it is not `certain` that it is personal, somebody may show it."""

    start: int
    end: int
    mask: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of another channel came to. `rejected` says line and reason."""

    taken: int
    repeated: int
    rejected: tuple[tuple[int, str], ...] = ()
    same: tuple[tuple[int, str], ...] = ()  # line, and the number of the message that it repeats
    answered: int = 0  # taken in before without an answer, which this list brings


@dataclass(frozen=True, slots=True)
class BeforeSending:
    """A message that is not sent yet, as everybody will read it. `perhaps_names` are hidden until a person has looked at them."""

    title: str
    text: str
    place: str
    free_name: str
    district: str
    district_name: Bilingual
    changed: bool  # whether something was hidden
    perhaps_names: tuple[str, ...] = field(default=(), repr=False)
