"""What the desks of the city get and send about messages: the duty desk, those who screen, those who call back, the joint desk."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.board.terms import AskedExtension, CallBackLine, DutyLine, Page, ScreenedLine, ToScreen
from tongban.channels.rest.shapes.board import told_of
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words

REMOVED = Literal["personal_data", "insult", "advertisement", "rumour", "secret", "not_a_message"]


class Told(Schema):
    """A term of the board, column by column."""

    @classmethod
    def of(cls, term: Any) -> Self:
        return cls(**{name: told_of(getattr(term, name)) for name in cls.model_fields})


class DutyLineShape(Told):
    """A message that no unit has: not accepted, accepted without a unit, or sent back. `light` is of the limit to accept."""

    number: str
    kind: str
    channel: str
    title: str
    excerpt: str
    category_name: Words
    district_name: Words
    state: str
    emergency: bool
    returned_by: str
    suggested_unit: str
    received_at: datetime
    accept_due_at: datetime
    accepted_at: datetime | None
    due_at: datetime
    light: str

    @classmethod
    def all(cls, lines: tuple[DutyLine, ...]) -> list[Self]:
        return [cls.of(each) for each in lines]


class CallBackShape(Told):
    """An answer whose author is to be called back."""

    number: str
    title: str
    unit: str
    unit_name: Words
    author_kind: str
    answered_at: datetime
    called_back: str

    @classmethod
    def all(cls, lines: tuple[CallBackLine, ...]) -> list[Self]:
        return [cls.of(each) for each in lines]


class AskedTimeShape(Told):
    """More time that waits for a decision; `limit` says how much more, in the unit of the limit."""

    id: UUID
    order_id: UUID
    number: str
    unit: str
    unit_name: Words
    limit: dict[str, Any]
    reason: str
    asked_at: datetime
    due_before: datetime

    @classmethod
    def all(cls, lines: tuple[AskedExtension, ...]) -> list[Self]:
        return [cls.of(each) for each in lines]


class AddedWordsShape(Told):
    """What its author added and nobody has looked at yet; `step` names it."""

    step: int
    words: str
    masked_words: str


class ToScreenShape(Told):
    """A message that waits to be screened, as it was written, and as it is masked. `candidates` are passages that are perhaps names."""

    number: str
    kind: str
    title: str
    text: str
    masked_title: str
    masked_text: str
    title_candidates: list[tuple[int, int]]
    candidates: list[tuple[int, int]]
    received_at: datetime
    due_at: datetime | None
    light: str
    displayed: bool
    removed_for: str | None
    appeal: str
    added: list[AddedWordsShape]


class ToScreenPage(Schema):
    lines: list[ToScreenShape]
    next: str

    @classmethod
    def of(cls, page: Page[ToScreen]) -> Self:
        return cls(lines=[ToScreenShape.of(each) for each in page.lines], next=page.next)


class ScreenedShape(Told):
    """A message of which somebody has decided; `removed_for` is null where it is displayed."""

    number: str
    kind: str
    title: str
    removed_for: str | None
    screened_at: datetime


class ScreenedPage(Schema):
    lines: list[ScreenedShape]
    next: str

    @classmethod
    def of(cls, page: Page[ScreenedLine]) -> Self:
        return cls(lines=[ScreenedShape.of(each) for each in page.lines], next=page.next)


class CalledShape(Told):
    """A masked call: the number to dial once the exchange has given it."""

    id: UUID
    state: str
    masked_number: str
    at: datetime


class CallId(Schema):
    call_id: UUID


class AuthorShape(Schema):
    """Who wrote a message; that it was looked at, by whom and why, stands on its page."""

    name: str
    phone: str


class RefusalIn(Sent):
    """`ground` is the key of one of the city's grounds for not accepting."""

    ground: str = Field(max_length=60)
    words: str = Field("", max_length=4000)


class AssignmentIn(Sent):
    """`only_mentioned`: whoever has read a report says that it names these units, and is not about them; it is kept."""

    unit: str = Field(max_length=60)
    joint: list[str] = Field([], max_length=20)
    category: str = Field("", max_length=12)
    words: str = Field("", max_length=4000)
    only_mentioned: bool = False


class DeskAnswerIn(Sent):
    """`guide` is the code of the service whose guide answers it; `despite`: also with what the check finds lacking."""

    text: str = Field(max_length=20_000)
    guide: str = Field("", max_length=60)
    despite: bool = False


class HandOverIn(Sent):
    to: Literal["110", "119", "120"]
    reason: str = Field(max_length=4000)
    ends: bool = False


class ClearanceIn(Sent):
    cleared: bool = True


class MergingIn(Sent):
    """`into` is the number of the other message."""

    into: str = Field(max_length=40)
    words: str = Field("", max_length=4000)


class CallBackIn(Sent):
    """`solved` and `satisfaction` count where `outcome` is `rated`."""

    outcome: Literal["rated", "unreached", "declined"]
    solved: bool = False
    satisfaction: int = Field(3, ge=1, le=5)
    words: str = Field("", max_length=4000)


class ScreenIn(Sent):
    """`reason` is needed to remove something; everybody reads it."""

    shown: bool
    reason: REMOVED | None = None


class ScreeningDecisionIn(ScreenIn):
    """`words` say why in public; needed to take a removal back."""

    words: str = Field("", max_length=4000)


class NamesIn(Sent):
    """Passages that may be shown, as places [from, until] in the words as they were written; all others are masked."""

    title: list[tuple[int, int]] = Field([], max_length=500)
    text: list[tuple[int, int]] = Field([], max_length=5000)


class PassDownIn(Sent):
    unit: str = Field(max_length=60)
    words: str = Field("", max_length=4000)


class JoinIn(Sent):
    units: list[str] = Field(max_length=20)
    words: str = Field("", max_length=4000)


class ContactIn(Sent):
    outcome: Literal["reached", "no_answer", "wrong_number", "refused"]


class SuggestionIn(Sent):
    outcome: Literal["adopted", "partly", "not_adopted"]
    reason: str = Field(max_length=4000)


class MoreTimeIn(Sent):
    """How much more, in the unit of the limit."""

    amount: Decimal = Field(gt=0, le=1000, max_digits=6, decimal_places=2)
    reason: str = Field(max_length=4000)


class MoreTimeShape(Schema):
    extension_id: UUID


class MoreTimeDecisionIn(Sent):
    """`reason` says why not, needed where more time is not given. Everybody reads it, with department and post of whoever decides."""

    granted: bool
    reason: str = Field("", max_length=4000)


class CallerIn(Sent):
    """The telephone that will be used; the login's own where it is left out."""

    caller: str = Field("", max_length=40)
