"""Messages of the board as everybody reads them, and what their authors send."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.board.terms import Alike, MessageLine, MessageView, NewMessage, OwnPart, Page, TrackLine, Visibility
from tongban.channels.parts.tags.board import KINDS
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words
from tongban.responsibilities.terms import BoardRelease, Kind, Point, Units

KIND = Literal["inquiry", "help", "complaint", "report", "suggestion", "praise"]


class PointShape(Schema):
    """WGS 84, in degrees."""

    longitude: float
    latitude: float

    @classmethod
    def of(cls, point: Point | None) -> Self | None:
        return cls(longitude=point.longitude, latitude=point.latitude) if point else None


class CategoryShape(Schema):
    code: str
    name: Words
    parent: str


class DistrictShape(Schema):
    code: str
    name: Words
    parent: str


class UnitShape(Schema):
    code: str
    name: Words
    above: str


class BoardShape(Schema):
    """What a message can be about, where, and whom it can name: everything a form needs."""

    kinds: dict[str, Words]
    categories: list[CategoryShape]
    districts: list[DistrictShape]
    units: list[UnitShape]

    @classmethod
    def of(cls, release: BoardRelease, units: Units) -> Self:
        return cls(
            kinds={kind.value: Words.in_both(words) for kind, words in KINDS.items()},
            categories=[CategoryShape(code=each.code, name=Words.of(each.name), parent=each.parent) for each in release.categories],
            districts=[DistrictShape(code=each.code, name=Words.of(each.name), parent=each.parent) for each in release.districts],
            units=[UnitShape(code=each.code, name=Words.of(each.short_name), above=each.above) for each in units],
        )


class MessageLineShape(Schema):
    """A message in a list. All words are masked: no numbers, names or doors of private persons."""

    number: str
    kind: str
    title: str
    excerpt: str
    category: str
    category_name: Words
    district: str
    district_name: Words
    unit: str
    unit_name: Words
    state: str
    end: str | None
    received_at: datetime
    answered_at: datetime | None
    due_at: datetime
    light: str
    on_time: bool | None
    satisfaction: int | None
    free_name: str
    followers: int
    suggested: str | None
    changed_at: datetime
    displayed: bool
    point: PointShape | None

    @classmethod
    def of(cls, line: MessageLine) -> Self:
        plain = ("number", "title", "excerpt", "category", "district", "unit", "received_at", "answered_at", "due_at", "on_time")
        more = ("free_name", "followers", "changed_at", "displayed")
        return cls(
            **{name: getattr(line, name) for name in (*plain, *more)},
            kind=line.kind.value,
            category_name=Words.of(line.category_name),
            district_name=Words.of(line.district_name),
            unit_name=Words.of(line.unit_name),
            state=line.state.value,
            end=line.end.value if line.end else None,
            light=line.light.value,
            satisfaction=int(line.satisfaction) if line.satisfaction else None,
            suggested=line.suggested.value if line.suggested else None,
            point=PointShape.of(line.point),
        )


class MessagePage(Schema):
    lines: list[MessageLineShape]
    next: str

    @classmethod
    def of(cls, page: Page[MessageLine]) -> Self:
        return cls(lines=[MessageLineShape.of(each) for each in page.lines], next=page.next)


class AlikeShape(Schema):
    line: MessageLineShape
    likeness: float
    metres: int | None


class GuideRef(Schema):
    code: str
    name: Words


class SimilarShape(Schema):
    """What is about the same nearby, and the guides that may already answer it."""

    messages: list[AlikeShape]
    guides: list[GuideRef]

    @classmethod
    def of(cls, alike: tuple[Alike, ...], guides: Any) -> Self:
        return cls(
            messages=[AlikeShape(line=MessageLineShape.of(each.line), likeness=each.likeness, metres=each.metres) for each in alike],
            guides=[GuideRef(code=each.code, name=Words.of(each.name)) for each in guides],
        )


class TrackShape(Schema):
    """A step on the page of a message; `codes` are short words and codes of units."""

    at: datetime
    kind: str
    unit: str
    unit_name: Words
    words: str
    codes: dict[str, Any]

    @classmethod
    def of(cls, line: TrackLine) -> Self:
        return cls(
            at=line.at, kind=line.kind.value, unit=line.unit, unit_name=Words.of(line.unit_name), words=line.words, codes=dict(line.codes)
        )


class AnswerShape(Schema):
    unit: str
    unit_name: Words
    text: str
    end: str
    published_at: datetime


class RatingShape(Schema):
    round: int
    solved: bool
    satisfaction: int
    words: str
    at: datetime


class ExtensionShape(Schema):
    reason: str
    asked_at: datetime
    granted: bool | None
    approver: str
    due_before: datetime
    due_after: datetime | None
    why_not: str


class PhotoShape(Schema):
    """`place` is its part of the address; nothing is there where it was removed."""

    place: int
    width: int
    height: int
    removed_for: str | None


class OwnShape(Schema):
    """For its author alone: the words as they were written, and what may be done now."""

    title: str
    text: str
    address: str
    may_withdraw: bool
    may_add: bool
    may_appeal: bool
    may_rate: bool

    @classmethod
    def of(cls, own: OwnPart | None) -> Self | None:
        return cls(**{name: getattr(own, name) for name in cls.model_fields}) if own else None


class MessageShape(Schema):
    """A message with every step. Where it was removed, its words are empty and `removed_for` says why."""

    number: str
    kind: str
    channel: str
    source_name: Words
    visibility: str
    title: str
    text: str
    place: str
    district: str
    district_name: Words
    point: PointShape | None
    category: str
    category_name: Words
    free_name: str
    tier_name: Words
    state: str
    end: str | None
    refusal: Words
    right_channel: Words
    refusal_basis: str
    removed_for: str | None
    displayed: bool
    unit: str
    unit_name: Words
    received_at: datetime
    accepted_at: datetime | None
    due_at: datetime
    provisional: bool
    answered_at: datetime | None
    on_time: bool | None
    rating_until: datetime | None
    reopened: bool
    suggested: str | None
    suggested_reason: str
    merged_into: str
    closed_at: datetime | None
    changed_at: datetime
    followers: int
    photos: list[PhotoShape]
    track: list[TrackShape]
    answers: list[AnswerShape]
    ratings: list[RatingShape]
    extensions: list[ExtensionShape]
    own: OwnShape | None

    @classmethod
    def of(cls, view: MessageView) -> Self:
        told = {name: told_of(getattr(view, name)) for name in cls.model_fields if name not in LISTS}
        return cls(
            **told,
            point=PointShape.of(view.point),
            photos=[
                PhotoShape(place=each.place, width=each.width, height=each.height, removed_for=told_of(each.removed_for))
                for each in view.pictures
            ],
            track=[TrackShape.of(each) for each in view.track],
            answers=[AnswerShape(**{name: told_of(getattr(each, name)) for name in AnswerShape.model_fields}) for each in view.replies],
            ratings=[RatingShape(**{name: told_of(getattr(each, name)) for name in RatingShape.model_fields}) for each in view.ratings],
            extensions=[ExtensionShape(**{name: getattr(each, name) for name in ExtensionShape.model_fields}) for each in view.extensions],
            own=OwnShape.of(view.own),
        )


LISTS = ("point", "photos", "track", "answers", "ratings", "extensions", "own")


def told_of(value: Any) -> Any:
    """A word of the board as text, a name in both languages; everything else as it is."""
    if hasattr(value, "zh"):
        return Words.of(value)
    return getattr(value, "value", value)


class MessageIn(Sent):
    """A new message. `photos` are digests of photos that were uploaded with the same key as `draft`."""

    kind: KIND
    text: str = Field(max_length=20_000)
    title: str = Field("", max_length=200)
    visibility: Literal["public", "unit"] = "public"
    unit: str = Field("", max_length=60)
    category: str = Field("", max_length=12)
    district: str = Field("", max_length=40)
    address: str = Field("", max_length=500)
    longitude: float | None = None
    latitude: float | None = None
    free_name: str = Field("", max_length=60)
    photos: list[str] = Field([], max_length=40)

    def message(self) -> NewMessage:
        here = self.longitude is not None and self.latitude is not None
        plain = ("text", "title", "unit", "category", "district", "address", "free_name")
        return NewMessage(
            **{name: getattr(self, name) for name in plain},
            kind=Kind(self.kind),
            visibility=Visibility(self.visibility),
            point=Point(self.longitude or 0.0, self.latitude or 0.0) if here else None,
            files=tuple(self.photos),
        )


class PostedShape(Schema):
    number: str


class PhotoKept(Schema):
    digest: str
    width: int
    height: int


class CodeIn(Sent):
    """The tracking code of the receipt; empty for whoever is signed in as its author."""

    code: str = Field("", max_length=60)


class AddIn(CodeIn):
    words: str = Field(max_length=4000)


class RatingIn(CodeIn):
    solved: bool
    satisfaction: int = Field(ge=1, le=5)
    words: str = Field("", max_length=4000)


class MessageStanding(Schema):
    """Where a message stands after an act, and who has an open order of it."""

    number: str
    state: str
    end: str | None
    unit: str
    orders: list[UUID]

    @classmethod
    def of(cls, standing: Any) -> Self:
        return cls(
            number=standing.number,
            state=standing.state.value,
            end=standing.end.value if standing.end else None,
            unit=standing.unit,
            orders=[order_id for order_id, _unit, _state in standing.orders],
        )
