"""One message about to be shown to somebody, with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongban.board.queries.lines import NOTHING, category_name, district_name, point_of, unit_name
from tongban.board.rules import display
from tongban.board.rules.transitions import acts_in
from tongban.board.terms import (
    Act,
    Channel,
    End,
    ExtensionView,
    MessageState,
    MessageView,
    OwnPart,
    PictureView,
    RatingView,
    Removal,
    ReplyState,
    ReplyView,
    Satisfaction,
    Screening,
    Suggested,
    TrackKind,
    TrackLine,
    Visibility,
)
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.models import Follower, Message, Picture, Rating
    from tongban.responsibilities.terms import BoardRelease, RefusalGround

ADDED = (MessageState.RECEIVED, MessageState.ACCEPTED, MessageState.ASSIGNED, MessageState.HANDLING, MessageState.REOPENED)


@dataclass
class Viewing:
    """`own`: it is shown to its author; `inside`: to those who handle it."""

    row: Message
    release: BoardRelease
    at: datetime
    own: bool
    follower: Follower | None
    inside: bool

    @classmethod
    def of(cls, row: Message, *, at: datetime, own: bool, follower: Follower | None = None, inside: bool = False) -> Viewing:
        return cls(row=row, release=board(row.release_id), at=at, own=own, follower=follower, inside=inside)

    @cached_property
    def hidden(self) -> bool:
        """Removed, and shown to somebody else than its author: the words are not there, the reason and the steps are."""
        return self.row.screening == Screening.REMOVED and not self.own

    @cached_property
    def ground(self) -> RefusalGround | None:
        return next((each for each in self.release.refusal_grounds if each.key == self.row.refused_for), None)

    @cached_property
    def ratings(self) -> list[Rating]:
        return list(self.row.ratings.order_by("at", "id"))

    def view(self) -> MessageView:
        row = self.row
        return MessageView(
            id=row.pk,
            number=row.number,
            kind=Kind(row.kind),
            channel=Channel(row.channel),
            source_name=self.release.sources.get(row.source, NOTHING),
            visibility=Visibility(row.visibility),
            title="" if self.hidden else row.title,
            text="" if self.hidden else row.text,
            place="" if self.hidden else row.place,
            district=row.district,
            district_name=district_name(row.district, self.release),
            point=None if self.hidden else point_of(row),
            category=row.category,
            category_name=category_name(row.category, self.release),
            free_name="" if self.hidden else row.free_name,
            tier_name=self.release.tier(row.tier).name,
            emergency=row.emergency,
            state=MessageState(row.state),
            end=End(row.end) if row.end else None,
            screening=Screening(row.screening),
            removed_for=Removal(row.removed_for) if row.removed_for else None,
            displayed=row.displayed,
            unit=row.unit,
            unit_name=unit_name(row.unit, self.release),
            followers=row.followers,
            **self._times(),
            **self._ended(),
            pictures=() if self.hidden and not self.inside else self._pictures(),
            track=self._track(),
            replies=self._replies(),
            ratings=self._ratings(),
            extensions=self._extensions(),
            own=self._own() if self.own else None,
            follows=self.follower is not None,
            joined=self.follower is not None and self.follower.joined,
        )

    def _pictures(self) -> tuple[PictureView, ...]:
        return tuple(picture_view(each, to_all=not self.own and not self.inside) for each in self.row.pictures.order_by("place"))

    def _times(self) -> dict[str, Any]:
        """What both clocks say, and when what happened."""
        row, city = self.row, self.release
        return {
            "received_at": row.received_at,
            "accepted_at": row.accepted_at,
            "accept_due_at": row.accept_due_at,
            "due_at": row.due_at,
            "counted": {"accept": city.acceptance_limit.unit, "answer": city.tier(row.tier).limit.unit, "rate": city.rating_limit.unit},
            "provisional": row.provisional and row.first_answered_at is None,
            "extended": row.extended,
            "light": light(row.first_answered_at or row.closed_at or self.at, amber_at=row.amber_at, due_at=row.due_at),
            "answered_at": row.answered_at,
            "first_answered_at": row.first_answered_at,
            "on_time": row.on_time,
            "rating_until": row.rating_until,
            "closed_at": row.closed_at,
            "changed_at": row.changed_at,
        }

    def _ended(self) -> dict[str, Any]:
        """How it ended, where it did."""
        row, ground = self.row, self.ground
        return {
            "refusal": ground.name if ground else NOTHING,
            "right_channel": ground.channel if ground else NOTHING,
            "refusal_basis": ground.basis if ground else "",
            "reopened": row.reopened,
            "suggested": Suggested(row.suggested) if row.suggested else None,
            "suggested_reason": row.suggested_reason,
            "merged_into": row.merged_into.number if row.merged_into else "",
        }

    def _track(self) -> tuple[TrackLine, ...]:
        shown = list(self.row.track.filter(public=True).order_by("at", "id"))
        waiting, refused = display.held((each.pk, each.kind, each.codes) for each in shown)
        held = set() if self.own or self.inside else waiting | refused
        return tuple(
            TrackLine(
                at=each.at,
                kind=TrackKind(each.kind),
                unit=each.unit,
                unit_name=unit_name(each.unit, self.release) if each.unit else NOTHING,
                words="" if each.pk in held or (self.hidden and not self.inside and each.kind in display.BY_AUTHOR) else each.words,
                codes=each.codes,
            )
            for each in shown
        )

    def _replies(self) -> tuple[ReplyView, ...]:
        """Published ones; of a message that was joined with another, those of the other."""
        answered = self.row.merged_into or self.row
        published = answered.replies.filter(state=ReplyState.PUBLISHED).select_related("order").order_by("published_at")
        said = [(self.row.on_time if not place else each.order.on_time, each) for place, each in enumerate(published)]
        return tuple(
            ReplyView(each.pk, each.unit, unit_name(each.unit, self.release), each.text, End(each.end), each.published_at, on_time)
            for on_time, each in said
            if each.published_at is not None
        )

    def _ratings(self) -> tuple[RatingView, ...]:
        return tuple(
            RatingView(
                round=each.round,
                unit=each.unit,
                unit_name=unit_name(each.unit, self.release),
                solved=each.solved,
                satisfaction=Satisfaction(each.satisfaction),
                words="" if self.hidden else each.words,
                at=each.at,
                called_back=each.called_back_by is not None,
                left_out_for=each.left_out_for,
            )
            for each in self.ratings
        )

    def _extensions(self) -> tuple[ExtensionView, ...]:
        return tuple(
            ExtensionView(each.reason, each.asked_at, each.granted, each.approver, each.decided_at, each.due_before, each.new_due_at)
            for each in self.row.extensions.order_by("asked_at")
        )

    def _own(self) -> OwnPart:
        words, state = self.row.words(), MessageState(self.row.state)
        acts = {edge.act for edge in acts_in(state)}
        whole = self.row.merged_into or self.row  # the answer of a message that was joined with another is the other's
        may_be_rated = Act.RATE in {edge.act for edge in acts_in(MessageState(whole.state))}
        in_time = whole.rating_until is not None and self.at <= whole.rating_until
        this_round = 2 if whole.reopened else 1
        rated = any(each.round == this_round and each.person_id == self.row.author_id for each in self.ratings)
        return OwnPart(
            title=words["title"],
            text=words["text"],
            address=words["address"],
            may_withdraw=Act.WITHDRAW in acts,
            may_add=state in ADDED,
            may_appeal=self.row.screening == Screening.REMOVED and self.row.appealed_at is None,
            may_rate=may_be_rated and in_time and not rated,
        )


def picture_view(each: Picture, *, to_all: bool) -> PictureView:
    """What was removed keeps its place, without the picture."""
    gone = bool(each.removed_for) and to_all
    return PictureView(
        place=each.place,
        digest="" if gone else each.digest,
        thumbnail="" if gone else each.thumbnail,
        width=each.width,
        height=each.height,
        removed_for=Removal(each.removed_for) if each.removed_for else None,
    )
