"""What systems of units get and send about their orders, and what the duty desk imports from other channels."""

import json
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.board.terms import AskedExtension, DraftView, Imported, InboxLine, NoteView, OrderLine, OrderView, Page
from tongban.channels.rest.shapes.board import KIND, MessageShape, told_of
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words


def _of(shape: type[Schema], told: Any) -> dict[str, Any]:
    return {name: told_of(getattr(told, name)) for name in shape.model_fields}


class InboxLineShape(Schema):
    """An open order, the most urgent first."""

    order_id: UUID
    number: str
    kind: str
    title: str
    category_name: Words
    district_name: Words
    unit: str
    unit_name: Words
    role: str
    state: str
    round: int
    emergency: bool
    received_at: datetime
    assigned_at: datetime
    due_at: datetime
    citizen_due_at: datetime
    light: str
    urged: bool
    may_return_until: datetime | None

    @classmethod
    def of(cls, line: InboxLine) -> Self:
        return cls(**_of(cls, line))


class InboxPage(Schema):
    lines: list[InboxLineShape]
    next: str

    @classmethod
    def of(cls, page: Page[InboxLine]) -> Self:
        return cls(lines=[InboxLineShape.of(each) for each in page.lines], next=page.next)


class OrderLineShape(Schema):
    id: UUID
    unit: str
    unit_name: Words
    role: str
    state: str
    round: int
    assigned_at: datetime
    taken_at: datetime | None
    object_until: datetime | None
    due_at: datetime
    settled_at: datetime | None
    on_time: bool | None

    @classmethod
    def of(cls, line: OrderLine) -> Self:
        return cls(**_of(cls, line))


class ReplyDraftShape(Schema):
    """A reply that is not published; `version` goes with the next draft."""

    id: UUID
    order_id: UUID
    state: str
    text: str
    end: str
    version: int
    shortcomings: list[str]
    drafted_by: str
    drafted_at: datetime
    sent_back_for: str

    @classmethod
    def of(cls, draft: DraftView) -> Self:
        return cls(**_of(cls, draft))


class NoteShape(Schema):
    unit: str
    unit_name: Words
    written_by: str
    at: datetime
    words: str

    @classmethod
    def of(cls, note: NoteView) -> Self:
        return cls(**_of(cls, note))


class AskedShape(Schema):
    id: UUID
    unit: str
    reason: str
    asked_at: datetime
    due_before: datetime

    @classmethod
    def of(cls, asked: AskedExtension) -> Self:
        return cls(**_of(cls, asked))


class OrderShape(Schema):
    """A message as those who handle it see it: also as it was written. Not who wrote it. `acts` are what the caller may do now.

    `seen` is a mark of how it stands: sent back in `If-Match`, an act is done only while it stands so. `named` are the units that a
    report names in its words.
    """

    message: MessageShape
    written_title: str
    written_text: str
    written_address: str
    author_kind: str
    reachable: bool
    order: OrderLineShape | None
    orders: list[OrderLineShape]
    drafts: list[ReplyDraftShape]
    notes: list[NoteShape]
    urgings: list[NoteShape]
    extensions: list[AskedShape]
    acts: list[str]
    units_below: list[str]
    named: list[str]
    seen: str

    @classmethod
    def of(cls, view: OrderView) -> Self:
        return cls(
            message=MessageShape.of(view.message),
            written_title=view.written_title,
            written_text=view.written_text,
            written_address=view.written_address,
            author_kind=view.author_kind.value,
            reachable=view.reachable,
            order=OrderLineShape.of(view.order) if view.order else None,
            orders=[OrderLineShape.of(each) for each in view.orders],
            drafts=[ReplyDraftShape.of(each) for each in view.drafts],
            notes=[NoteShape.of(each) for each in view.notes],
            urgings=[NoteShape.of(each) for each in view.urgings],
            extensions=[AskedShape.of(each) for each in view.extensions],
            acts=sorted(each.value for each in view.acts),
            units_below=list(view.units_below),
            named=[code for code, _name in view.named],
            seen=view.seen,
        )


class ReasonIn(Sent):
    reason: str = Field(max_length=4000)


class NoteIn(Sent):
    words: str = Field(max_length=4000)


class DraftIn(Sent):
    """`version` is that of the draft that was read, 0 for the first."""

    text: str = Field(max_length=20_000)
    end: Literal["answered", "unsolvable"] = "answered"
    version: int = Field(0, ge=0, le=10_000)


class SubmitIn(Sent):
    """`despite`: also with what the check finds lacking; whoever approves sees it."""

    despite: bool = False


class DraftedShape(Schema):
    reply_id: UUID
    version: int
    shortcomings: list[str]

    @classmethod
    def of(cls, drafted: Any) -> Self:
        return cls(reply_id=drafted.reply_id, version=drafted.version, shortcomings=list(drafted.shortcomings))


class ForeignIn(Sent):
    """A message of another channel by its number there, with its answer where it was answered there."""

    number: str = Field(max_length=80)
    text: str = Field(max_length=20_000)
    title: str = Field("", max_length=200)
    kind: KIND = "help"
    category: str = Field("", max_length=12)
    district: str = Field("", max_length=40)
    address: str = Field("", max_length=500)
    unit: str = Field("", max_length=60)
    name: str = Field("", max_length=100)
    free_name: str = Field("", max_length=60)
    phone: str = Field("", max_length=40)
    longitude: float | None = None
    latitude: float | None = None
    public: bool = True
    sent_at: datetime | None = None
    answer: str = Field("", max_length=20_000)
    answered_at: datetime | None = None
    answered_by: str = Field("", max_length=60)


class ImportIn(Sent):
    """`source` is one of the channels that the city's board data names."""

    source: str = Field(max_length=40)
    messages: list[ForeignIn] = Field(min_length=1, max_length=500)

    def lines(self) -> bytes:
        """As a list of one message a line, which is read as every other list is."""
        told = (each.model_dump(mode="json") for each in self.messages)
        return "\n".join(json.dumps(each | {"public": "true" if each["public"] else "false"}, ensure_ascii=False) for each in told).encode()


class RejectedShape(Schema):
    line: int
    reason: str


class SameShape(Schema):
    line: int
    number: str


class ImportedShape(Schema):
    """`line` is the place of a message in the list, from 1. `same`: it says what a message says that is here already.

    `answered`: taken in before without an answer, which this list brings.
    """

    taken: int
    answered: int
    repeated: int
    rejected: list[RejectedShape]
    same: list[SameShape]

    @classmethod
    def of(cls, done: Imported, unread: list[tuple[int, str]]) -> Self:
        return cls(
            taken=done.taken,
            answered=done.answered,
            repeated=done.repeated,
            rejected=[RejectedShape(line=line, reason=reason) for line, reason in sorted([*done.rejected, *unread])],
            same=[SameShape(line=line, number=number) for line, number in done.same],
        )
