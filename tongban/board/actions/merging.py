"""The same matter written twice: joined into one, with an answer for everybody who wrote; and taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Message
from tongban.board.rules import clocks
from tongban.board.terms import Act, Denied, End, MergedIntoHidden, MessageState, NotMergeable, NotTakenApart, TrackKind, UnknownMessage
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Standing
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def merge(*, message_id: UUID, into_id: UUID, words: str = "", by: Actor, at: datetime) -> Standing:
    """Join a message with another about the same matter: its author gets that answer and rates it, by their own clock.

    Refuses: UnknownMessage, Denied, WrongState, NotMergeable, MergedIntoHidden, WordsTooLong.
    """
    progress, other = _both(message_id, into_id, by=by, at=at)
    edge = progress.require(Act.MERGE)
    _require_works_on(other)
    _require_mergeable(progress.message, other.message)
    words = Public.of(words, "words", needed=False)
    progress.accept()
    progress.change(merged_into=other.message)
    progress.track(TrackKind.MERGED, words=words, into=other.message.number)
    progress.close(End.MERGED)
    if other.message.state == MessageState.ANSWERED:
        _answer_with(progress, other)
    other.track(TrackKind.MERGED, public=False, merged=progress.message.number)
    progress.write(
        ledger.entry("board.merge", by=by, at=at, subject=other.message, codes={"merged": progress.message.number}),
        ledger.entry("board.merge", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"into": other.message.number}),
        facts.entry(events.MessageMerged(message_id=message_id, into_id=into_id, at=progress.at)),
        beside=other,
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def unmerge(*, message_id: UUID, reason: str, by: Actor, at: datetime) -> Standing:
    """It was another matter: before it has the answer of the other, the message goes back to the desk, and its clock has run on.

    Refuses: UnknownMessage, Denied, WrongState, NotTakenApart, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.UNMERGE)
    message = progress.message
    from_id = message.merged_into_id
    if message.end != End.MERGED or from_id is None or message.first_answered_at is not None:
        raise NotTakenApart(message.number)
    progress.track(TrackKind.UNMERGED, words=Public.of(reason, "reason"))
    progress.change(state=MessageState.ACCEPTED.value, end=None, closed_at=None, merged_into=None, unit="", rating_until=None)
    progress.write(
        ledger.entry("board.unmerge", by=by, at=at, subject=message, basis=edge.basis),
        facts.entry(events.MessageUnmerged(message_id=message_id, from_id=from_id, at=progress.at)),
    )
    return progress.standing()


def _both(one: UUID, other: UUID, *, by: Actor, at: datetime) -> tuple[Progress, Progress]:
    """Both, locked in one order, whoever else joins them the other way round. Raises UnknownMessage, NotMergeable."""
    if one == other:
        raise NotMergeable(str(one))
    found = {
        each.pk: each for each in Message.objects.select_for_update(of=("self",)).defer("terms").filter(pk__in=[one, other]).order_by("pk")
    }
    missing = next((each for each in (one, other) if each not in found), None)
    if missing is not None:
        raise UnknownMessage(str(missing))
    return Progress.of(found[one], by=by, at=at), Progress.of(found[other], by=by, at=at)


def _require_works_on(other: Progress) -> None:
    """Whoever joins two messages works on both. Raises Denied."""
    if not access.works_on(other.by, other.message, release=other.release):
        raise Denied(f"join with {other.message.number}")


def _require_mergeable(one: Message, other: Message) -> None:
    """Raises NotMergeable: one that has ended, one that others were joined with, a report with what is none; MergedIntoHidden."""
    ended = other.state == MessageState.CLOSED or one.first_answered_at is not None
    mixed = (one.kind == Kind.REPORT) != (other.kind == Kind.REPORT) or one.kind == Kind.REPORT and access.about(one) != access.about(other)
    if ended or mixed or one.merged.exists():
        raise NotMergeable(one.number)
    if one.displayed and not other.displayed:
        raise MergedIntoHidden(one.number)


def _answer_with(progress: Progress, other: Progress) -> None:
    """What it is joined with is answered already: its author has the answer from now on."""
    at, on_time = progress.at, clocks.on_time(progress.at, progress.message.due_at)
    progress.change(answered_at=at, first_answered_at=at, on_time=on_time)
    progress.change(rating_until=other.message.rating_until, unit=other.message.unit)
