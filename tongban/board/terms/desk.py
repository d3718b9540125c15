"""What units and desks see: lines of an inbox and of the duty queue, and an order with everything about its message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.board.terms.acts import Act
    from tongban.board.terms.message import AuthorKind, Channel, End, MessageState, Satisfaction
    from tongban.board.terms.order import OrderState, ReplyState, Role
    from tongban.board.terms.views import MessageView
    from tongban.classifiers.terms import ClassifierView
    from tongban.kernel.bilingual import Bilingual
    from tongban.kernel.limits import Light, Unit
    from tongban.responsibilities.terms import Kind, Layer


@dataclass(frozen=True, slots=True)
class InboxLine:
    """An open order as its unit finds it, the most urgent first. Words are the masked ones; a report that is only watched has no title."""

    order_id: UUID
    message_id: UUID
    number: str
    kind: Kind
    title: str
    category_name: Bilingual
    district_name: Bilingual
    unit: str
    unit_name: Bilingual
    role: Role
    state: OrderState
    round: int
    emergency: bool
    received_at: datetime
    assigned_at: datetime
    due_at: datetime  # this unit's clock
    settled_at: datetime | None
    citizen_due_at: datetime
    citizen_light: Light | None  # by the clock that whoever wrote sees; None once there is an answer
    light: Light
    provisional: bool
    counted: Unit
    escalated: int
    urged: bool  # since it was last answered
    may_return_until: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much lies with these units now."""

    waiting: int
    to_take: int
    soon: int
    late: int
    emergencies: int
    to_approve: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A message that no unit has: not accepted, accepted without a unit, or sent back. `light` is of the limit to accept."""

    message_id: UUID
    number: str
    kind: Kind
    channel: Channel
    title: str
    excerpt: str
    category_name: Bilingual
    district_name: Bilingual
    state: MessageState
    emergency: bool
    returned_by: str
    returned_by_name: Bilingual
    suggested_unit: str  # whom the duty list would ask, where it knows the district
    received_at: datetime
    accept_due_at: datetime
    accepted_at: datetime | None
    due_at: datetime
    light: Light


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """What lies at the duty desk now."""

    to_accept: int
    without_unit: int
    emergencies: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One unit's part in a message."""

    id: UUID
    unit: str
    unit_name: Bilingual
    role: Role
    state: OrderState
    round: int
    over: UUID | None  # the order from which it was passed down
    assigned_at: datetime
    taken_at: datetime | None
    object_until: datetime | None
    due_at: datetime
    light: Light
    escalated: int
    settled_at: datetime | None
    on_time: bool | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A reply that is not published yet; `version` goes with the next draft."""

    id: UUID
    order_id: UUID
    unit: str
    state: ReplyState
    text: str = field(repr=False)
    end: End
    version: int
    shortcomings: tuple[str, ...]
    drafted_by: str
    own: bool  # drafted by whoever looks: approved by somebody else
    drafted_at: datetime
    sent_back_for: str


@dataclass(frozen=True, slots=True)
class NoteView:
    unit: str
    unit_name: Bilingual
    written_by: str
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """Which layer asked whom, by which rule, and whether that was right."""

    at: datetime
    layer: Layer
    rule: str
    unit: str
    unit_name: Bilingual
    probability: float | None
    right: bool | None
    asked: bool  # else it is left to the desk; with a unit: what would have been asked about anything but a report


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom a layer of dispatch would ask; a rule or line of the duty list by its key, a classifier by how probable it finds it."""

    layer: Layer
    unit: str
    unit_name: Bilingual
    rule: str = ""
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class AskedExtension:
    """More time that waits for somebody to decide."""

    id: UUID
    order_id: UUID
    message_id: UUID
    number: str
    unit: str
    unit_name: Bilingual
    limit: Mapping[str, Any]
    reason: str
    asked_at: datetime
    due_before: datetime


@dataclass(frozen=True, slots=True)
class MergedLine:
    """A message that was joined with this one."""

    id: UUID
    number: str
    title: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """A message as those who handle it see it: as it was written, with everything that is not public. Not who wrote it."""

    message: MessageView
    written_title: str = field(repr=False)
    written_text: str = field(repr=False)
    written_address: str = field(repr=False)
    author_kind: AuthorKind
    reachable: bool
    may_learn_author: bool
    order: OrderLine | None
    orders: tuple[OrderLine, ...]
    drafts: tuple[DraftView, ...]
    notes: tuple[NoteView, ...]
    urgings: tuple[NoteView, ...]  # since it was last answered
    dispatched: tuple[DispatchLine, ...]
    extensions: tuple[AskedExtension, ...]
    merged: tuple[MergedLine, ...]
    cleared: bool
    acts: frozenset[Act]
    units_below: tuple[str, ...]
    seen: str  # a mark of how it stands, for `as_seen`
    wished: tuple[tuple[str, Bilingual], ...] = ()  # of a report the unit that its author says it is about, by code and name
    named: tuple[tuple[str, Bilingual], ...] = ()  # the departments that its words name


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """An answer whose author is to be called back."""

    message_id: UUID
    number: str
    title: str
    unit: str
    unit_name: Bilingual
    author_kind: AuthorKind
    answered_at: datetime
    called_back: str
    satisfaction: Satisfaction | None


@dataclass(frozen=True, slots=True)
class RuleReport:
    """One rule of dispatch: how often it decided, how often rightly, and why it never does."""

    key: str
    unit: str
    decided: int
    right: int
    wrong: int
    fault: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class LayerReport:
    layer: Layer
    decided: int
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """Which layers decide, which rules never do, and how good the classifier is that was trained last."""

    layers: tuple[LayerReport, ...]
    rules: tuple[RuleReport, ...]
    classifier: ClassifierView | None


@dataclass(frozen=True, slots=True)
class WeekCell:
    """Messages of one class in one district that were received in the week of this Monday."""

    monday: date
    category: str
    district: str
    received: int
    answered: int
    on_time: int
    rated: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class FigureLine:
    """Sums of one key of a level. Rates are None where their `n` is none; a rate stands beside its n."""

    key: str
    name: Bilingual
    received: int
    accepted_in_time: int
    answered: int
    on_time: int
    overdue_open: int
    rated: int
    satisfied: int
    solved: int
    imported: int  # from other channels: when they were accepted there nobody has told
    waiting: int  # nobody has accepted them yet, and the limit for it is not over
    median_hours: int | None  # half were answered within so many; None also where it is more than thirty days

    @property
    def acceptance(self) -> float | None:
        """受理率: answered with acceptance or a reasoned refusal within the limit / all of which that can be said."""
        return self.accepted_in_time / self.to_accept if self.to_accept else None

    @property
    def to_accept(self) -> int:
        """All but those of other channels, and those that may still be accepted in time."""
        return self.received - self.imported - self.waiting

    @property
    def punctuality(self) -> float | None:
        """Answered in time / answered, or overdue without an answer."""
        due = self.answered + self.overdue_open
        return self.on_time / due if due else None

    @property
    def satisfaction(self) -> float | None:
        """The three upper levels / rated; who has not rated is in neither."""
        return self.satisfied / self.rated if self.rated else None

    @property
    def solution(self) -> float | None:
        return self.solved / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The lines of a level, by key, and the sums of all of them together."""

    lines: tuple[FigureLine, ...]
    whole: FigureLine
