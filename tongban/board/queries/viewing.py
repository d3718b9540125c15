"""One message about to be shown to somebody, with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tongban.board import access
from tongban.board.models import Extension, Follower, Message, Order, Picture, Rating, Reply, Track
from tongban.board.queries.lines import NOTHING, category_name, district_name, point_of, unit_name
from tongban.board.rules import display, rating
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
from tongban.kernel import related
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.responsibilities.terms import BoardRelease, RefusalGround

AS_IT_STANDS = (
    *"number district category emergency displayed unit followers extended on_time reopened suggested_reason".split(),
    *"received_at accepted_at accept_due_at due_at answered_at first_answered_at rating_until changed_at".split(),
)
OF_EXTENSION = "reason asked_at granted approver decided_at due_before new_due_at".split()
ADDED = (MessageState.RECEIVED, MessageState.ACCEPTED, MessageState.ASSIGNED, MessageState.HANDLING, MessageState.REOPENED)
OF_RATING = "round unit solved at".split()
SHOWN = ((Picture, "place"), (Track, "at"), (Order, "assigned_at"), (Reply, "published_at"), (Rating, "at"), (Extension, "asked_at"))


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
    def joined(self) -> bool:
        return self.follower is not None and self.follower.joined

    @cached_property
    def main(self) -> Message | None:
        """What it was joined with; everybody knows it only while it is displayed itself."""
        into = self.row.merged_into
        return into if into and (into.displayed or self.inside) else None

    @cached_property
    def may_rate(self) -> bool:
        """Whether whoever looks has written or joined it, has not rated its answer yet, and may still do so."""
        whole = self.row.merged_into or self.row  # the answer of a message that was joined with another is the other's
        known = self.row.author_id if self.own or not self.follower else self.follower.person_id
        which = access.round_to_rate(whole) if self.own or self.joined else None
        rated = any(each.round == which and each.person_id == known for each in self.rows[Rating])
        return which is not None and rating.open_until(whole.rating_until, self.at) and not rated

    @cached_property
    def ground(self) -> RefusalGround | None:
        return next((each for each in self.release.refusal_grounds if each.key == self.row.refused_for), None)

    @cached_property
    def rows(self) -> dict[Any, list[Any]]:
        return related.rows(self.row.pk, "message", SHOWN)

    def view(self) -> MessageView:
        row, city = self.row, self.release
        return MessageView(
            id=row.pk,
            **{name: getattr(row, name) for name in AS_IT_STANDS},
            kind=Kind(row.kind),
            channel=Channel(row.channel),
            source_name=city.sources.get(row.source, NOTHING),
            visibility=Visibility(row.visibility),
            title="" if self.hidden else row.title,
            text="" if self.hidden else row.text,
            place="" if self.hidden else row.place,
            district_name=district_name(row.district, city),
            point=None if self.hidden else point_of(row, exact=self.own or self.inside),
            category_name=category_name(row.category, city),
            free_name="" if self.hidden else row.free_name,
            tier_name=city.tier(row.tier).name,
            state=MessageState(row.state),
            end=End(row.end) if row.end else None,
            screening=Screening(row.screening),
            removed_for=Removal(row.removed_for) if row.removed_for else None,
            unit_name=unit_name(row.unit, city),
            counted={"accept": city.acceptance_limit.unit, "answer": city.tier(row.tier).limit.unit, "rate": city.rating_limit.unit},
            provisional=row.provisional and row.first_answered_at is None,
            light=light(row.first_answered_at or row.closed_at or self.at, amber_at=row.amber_at, due_at=row.due_at),
            **self._ended(),
            closed_at=row.ended_at,
            pictures=() if self.hidden and not self.inside else self._pictures(),
            track=self._track(),
            replies=self._replies(),
            ratings=self._ratings(),
            extensions=self._extensions(),
            own=self._own() if self.own else None,
            follows=self.follower is not None,
            joined=self.joined,
            may_rate=self.may_rate,
        )

    def _pictures(self) -> tuple[PictureView, ...]:
        return tuple(picture_view(each, to_all=not self.own and not self.inside) for each in self.rows[Picture])

    def _ended(self) -> dict[str, Any]:
        """How it ended, where it did."""
        row, ground = self.row, self.ground
        return {
            "refusal": ground.name if ground else NOTHING,
            "right_channel": ground.channel if ground else NOTHING,
            "refusal_basis": ground.basis if ground else "",
            "suggested": Suggested(row.suggested) if row.suggested else None,
            "merged_into": self.main.number if self.main else "",
        }

    def _track(self) -> tuple[TrackLine, ...]:
        shown = [each for each in self.rows[Track] if each.public]
        waiting, refused = display.held((each.pk, each.kind, each.codes) for each in shown)
        held = set() if self.own or self.inside else waiting | refused
        return tuple(
            TrackLine(
                at=each.at,
                kind=TrackKind(each.kind),
                unit=each.unit,
                unit_name=unit_name(each.unit, self.release) if each.unit else NOTHING,
                words="" if each.pk in held or (self.hidden and not self.inside and each.kind in display.BY_AUTHOR) else each.words,
                codes=each.codes if self.main else {name: code for name, code in each.codes.items() if name != "into"},
            )
            for each in shown
        )

    def _replies(self) -> tuple[ReplyView, ...]:
        """Published ones; of a message that was joined with another, those of the other; its authors read them whoever else may."""
        answered = self.row.merged_into or self.row
        if answered is not self.row and not (self.main or self.own or self.joined):
            return ()
        found = self.rows if answered is self.row else related.rows(answered.pk, "message", SHOWN)
        kept = {each.pk: each.on_time for each in found[Order]}
        published = [each for each in found[Reply] if each.state == ReplyState.PUBLISHED]
        on_time = [self.row.on_time, *(kept[each.order_id] for each in published[1:])]
        return tuple(
            ReplyView(each.pk, each.unit, unit_name(each.unit, self.release), each.text, End(each.end), each.published_at, in_time)
            for each, in_time in zip(published, on_time, strict=False)
        )

    def _ratings(self) -> tuple[RatingView, ...]:
        return tuple(
            RatingView(
                **{name: getattr(each, name) for name in OF_RATING},
                unit_name=unit_name(each.unit, self.release),
                satisfaction=Satisfaction(each.satisfaction),
                words="" if self.hidden else each.words,
                called_back=each.called_back_by is not None,
            )
            for each in self.rows[Rating]
        )

    def _extensions(self) -> tuple[ExtensionView, ...]:
        refused = [each.words for each in self.rows[Track] if each.kind == TrackKind.EXTENDED and each.codes.get("refused")]
        return tuple(
            ExtensionView(*(getattr(each, name) for name in OF_EXTENSION), why_not="".join(refused) if each.granted is False else "")
            for each in self.rows[Extension]  # more time is asked for once
        )

    def _own(self) -> OwnPart:
        words, state = self.row.words(), MessageState(self.row.state)
        acts = {edge.act for edge in acts_in(state)}
        return OwnPart(
            *(words[name] for name in ("title", "text", "address")),
            may_withdraw=Act.WITHDRAW in acts,
            may_add=state in ADDED,
            may_appeal=self.row.screening == Screening.REMOVED and self.row.appealed_at is None,
            may_rate=self.may_rate,
        )


def picture_view(each: Picture, *, to_all: bool) -> PictureView:
    """What was removed keeps its place, without the picture."""
    gone = bool(each.removed_for) and to_all
    shown = ("", "") if gone else (each.digest, each.thumbnail)
    return PictureView(each.place, *shown, each.width, each.height, Removal(each.removed_for) if each.removed_for else None)
