"""What the duty desk answers itself, day and night, without asking a unit: it is the answering unit of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Reply
from tongban.board.rules.saying import MOST_REPLY, said
from tongban.board.terms import Act, End, ReplyState, ReplyTooThin, Standing
from tongban.catalog import queries as catalog_queries
from tongban.duty import queries as duty_queries
from tongban.duty.terms import NoDuty, NotOnShift
from tongban.kernel import facts, ledger

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def answer_at_desk(*, message_id: UUID, text: str, guide: str = "", despite: bool = False, by: Actor, at: datetime) -> Standing:
    """Whoever is on shift answers a message of a kind that the city's data names, from a `guide` or what they know: at once, in public.

    No second person approves it, for at two in the night there is none; what it lacks is said first, and `despite` stands in the ledger.
    Refuses: UnknownMessage, Denied, AlreadyAnswered, WrongState, NotForTheDesk, NotOnShift, WordsMissing, WordsTooLong, ReplyTooThin,
    UnknownService.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.ANSWER)
    _require_on_shift(by, at)
    lacking = Public.lacks(said(text, "text", most=MOST_REPLY))
    if lacking and not despite:
        raise ReplyTooThin(tuple(lacking))
    source = {"guide": catalog_queries.guide(guide)[0].service} if guide else {}
    order = progress.desk_order()
    reply = Reply(message=progress.message, order=order, unit=order.unit, end=End.ANSWERED.value, shortcomings=lacking)
    reply.text, reply.state = Public.of(text, "text", most=MOST_REPLY), ReplyState.PUBLISHED.value
    reply.drafted_by = reply.approved_by = by.id
    reply.drafted_at = reply.published_at = progress.at
    progress.add(reply)
    progress.answer(reply, **source)
    codes = {"unit": order.unit, "lacking": ",".join(lacking), **source}
    told = {"order_id": order.pk, "unit": order.unit, "reply_id": reply.pk, "first": True, "end": reply.end}
    progress.write(
        ledger.entry("board.answer_at_desk", by=by, at=at, subject=progress.message, basis=edge.basis, codes=codes),
        facts.entry(events.MessageAnswered(message_id=message_id, on_time=bool(progress.message.on_time), **told, at=progress.at)),
    )
    return progress.standing()


def _require_on_shift(by: Actor, at: datetime) -> None:
    """Raises NotOnShift; a city without a duty plan has no shifts."""
    try:
        shifts = duty_queries.on_shift(by=by, at=at)
    except NoDuty:
        return
    if all(each.login_id != by.id for each in shifts):
        raise NotOnShift
