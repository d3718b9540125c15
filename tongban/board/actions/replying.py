"""A unit's answer: drafted, submitted, approved by another person, published. What is published is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Reply
from tongban.board.queries.seen import decided
from tongban.board.rules.saying import MOST_REPLY, said
from tongban.board.terms import (
    Act,
    ApprovedByItsWriter,
    ChangedMeanwhile,
    Drafted,
    End,
    ReplyState,
    ReplyTooThin,
    Role,
    Standing,
    SuggestionUndecided,
    TrackKind,
    UnknownOrder,
    WrongState,
)
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Order
    from tongban.board.rules.transitions import Transition
    from tongban.identity.terms import Actor

ENDS = (End.ANSWERED, End.UNSOLVABLE)
DRAFTED = ("text", "end", "version", "state", "drafted_by", "drafted_at", "shortcomings")


@transaction.atomic(savepoint=False)
def draft_reply(*, order_id: UUID, text: str, end: End = End.ANSWERED, version: int = 0, by: Actor, at: datetime) -> Drafted:
    """Keep a draft of the answer. `version` is the one that was read, 0 for the first; nothing is sent, whatever template it began with.

    Refuses: UnknownOrder, Denied, AlreadyAnswered, WrongState, ChangedMeanwhile, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    progress.require(Act.DRAFT, order)
    if order.role != Role.LEAD or end not in ENDS:
        raise WrongState("the unit that leads answers")
    reply = _draft_of(order, version)
    reply.text, reply.end, reply.version = said(text, "text", most=MOST_REPLY), end.value, version + 1
    reply.state, reply.drafted_by, reply.drafted_at = ReplyState.DRAFT.value, by.id, progress.at
    reply.shortcomings = Public.lacks(reply.text)
    if version:
        progress.rewrite(reply, DRAFTED)
    else:
        progress.add(reply)
    progress.write(
        ledger.entry("board.draft_reply", by=by, at=at, subject=progress.message, codes={"unit": order.unit}),
        facts.entry(events.ReplyDrafted(**progress.about(order), reply_id=reply.pk)),
    )
    return Drafted(reply.pk, reply.version, tuple(reply.shortcomings))


@transaction.atomic(savepoint=False)
def submit_reply(*, reply_id: UUID, despite: bool = False, by: Actor, at: datetime) -> Drafted:
    """Hand a draft to whoever approves. What it lacks is said first; `despite` submits it, and the approver sees what it lacks.

    Refuses: UnknownOrder, Denied, AlreadyAnswered, WrongState, SuggestionUndecided, ReplyTooThin.
    """
    progress = Progress.locked_by_reply(reply_id, by=by, at=at)
    reply, order, _edge = _reply(progress, reply_id, Act.DRAFT)
    if reply.state not in (ReplyState.DRAFT, ReplyState.SENT_BACK):
        raise WrongState(f"a reply that is {reply.state} is not submitted")
    lacking, message = Public.lacks(reply.text), progress.message
    if message.kind == Kind.SUGGESTION and not despite and decided(message) is None:
        raise SuggestionUndecided(message.number)
    if lacking and not despite:
        raise ReplyTooThin(tuple(lacking))
    reply.state, reply.shortcomings = ReplyState.SUBMITTED.value, lacking
    progress.rewrite(reply, ["state", "shortcomings"])
    progress.write(
        ledger.entry(
            "board.submit_reply", by=by, at=at, subject=progress.message, codes={"unit": order.unit, "lacking": ",".join(lacking)}
        ),
        facts.entry(events.ReplySubmitted(**progress.about(order), reply_id=reply.pk)),
    )
    return Drafted(reply.pk, reply.version, tuple(lacking))


@transaction.atomic(savepoint=False)
def send_back_reply(*, reply_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Do not approve a reply, and say why: back to whoever drafts.

    Refuses: UnknownOrder, Denied, AlreadyAnswered, WrongState, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_reply(reply_id, by=by, at=at)
    reply, order, _edge = _reply(progress, reply_id, Act.PUBLISH)
    _require_submitted(reply)
    reply.state, reply.sent_back_for = ReplyState.SENT_BACK.value, said(reason, "reason")
    progress.rewrite(reply, ["state", "sent_back_for"])
    progress.write(
        ledger.entry("board.send_back_reply", by=by, at=at, subject=progress.message, codes={"unit": order.unit}),
        facts.entry(events.ReplySentBack(**progress.about(order), reply_id=reply.pk)),
    )


@transaction.atomic(savepoint=False)
def publish_reply(*, reply_id: UUID, shown: Collection[tuple[int, int]] = (), by: Actor, at: datetime) -> Standing:
    """Approve a reply: it is published, its author told, and the first one says for ever whether it came in time. The rating opens.

    `shown` are passages of it that would be masked as perhaps names, and are an office's own: nothing certain can be shown.
    Refuses: UnknownOrder, Denied, AlreadyAnswered, WrongState, ApprovedByItsWriter, SuggestionUndecided.
    """
    progress = Progress.locked_by_reply(reply_id, by=by, at=at)
    reply, order, edge = _reply(progress, reply_id, Act.PUBLISH)
    _require_submitted(reply)
    if reply.drafted_by == by.id:
        raise ApprovedByItsWriter(progress.message.number)
    message = progress.message
    if message.kind == Kind.SUGGESTION:
        _publish_outcome(progress)
    first = message.first_answered_at is None
    reply.text = Public.of(reply.text, "text", most=2 * MOST_REPLY, shown=shown)
    reply.state, reply.approved_by, reply.published_at = ReplyState.PUBLISHED.value, by.id, progress.at
    progress.rewrite(reply, ["text", "state", "approved_by", "published_at"])
    progress.answer(reply)
    on_time = bool(message.on_time)
    progress.write(
        ledger.entry("board.publish_reply", by=by, at=at, subject=message, basis=edge.basis, codes={"unit": order.unit, "end": reply.end}),
        facts.entry(events.MessageAnswered(**progress.about(order), reply_id=reply.pk, first=first, on_time=on_time, end=reply.end)),
    )
    return progress.standing()


def _publish_outcome(progress: Progress) -> None:
    """How a suggestion ends is read with the answer, not before. Raises SuggestionUndecided."""
    told = decided(progress.message)
    if told is None:
        raise SuggestionUndecided(progress.message.number)
    if not told.public:
        progress.change(suggested=told.codes["outcome"], suggested_reason=told.words)
        progress.track(TrackKind.DECIDED, unit=told.unit, words=told.words, outcome=told.codes["outcome"])


def _draft_of(order: Order, version: int) -> Reply:
    """The draft as it was read, or the first one. Raises ChangedMeanwhile, WrongState."""
    reply = order.replies.exclude(state=ReplyState.PUBLISHED).first()
    if version != (reply.version if reply else 0):
        raise ChangedMeanwhile(str(order.pk))
    if reply is not None and reply.state == ReplyState.SUBMITTED:
        raise WrongState("it waits for approval")
    return reply or Reply(message=order.message, order=order, unit=order.unit)


def _reply(progress: Progress, reply_id: UUID, act: Act) -> tuple[Reply, Order, Transition]:
    """The reply, read after the lock, and the edge an act on it takes."""
    reply = progress.message.replies.filter(pk=reply_id).first()
    if reply is None:
        raise UnknownOrder(str(reply_id))
    order = progress.order(reply.order_id)
    return reply, order, progress.require(act, order)


def _require_submitted(reply: Reply) -> None:
    if reply.state != ReplyState.SUBMITTED:
        raise WrongState(f"a reply that is {reply.state} is not approved")
