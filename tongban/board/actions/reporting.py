"""What a unit's own system says about an order: it works on it, has an answer, cannot solve it, or it is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.ordering import note, return_order, take
from tongban.board.actions.replying import draft_reply, submit_reply
from tongban.board.models import Message, Order, ReportedUpdate
from tongban.board.terms import OPEN_ORDERS, AlreadyReported, End, OrderState, ReplyState, Reported, Role, UnknownMessage, WrongState
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

ENDS = {Reported.ANSWERED: End.ANSWERED, Reported.UNSOLVABLE: End.UNSOLVABLE}


@transaction.atomic(savepoint=False)
def report_update(*, update_id: str, number: str, reported: Reported, words: str, updated_at: datetime, by: Actor, at: datetime) -> bool:
    """Take over what a unit's system says of the order that this unit has: nothing of it is public before somebody has approved it.

    At work: the order is taken, and the words are a note. Answered or not to be solved: a reply that is submitted for approval, with
    whatever its check finds lacking. Not theirs: the order goes back. One that is older than the last is kept and changes nothing.
    Whether it changed something. Refuses: Denied, UnknownMessage, AlreadyReported, WrongState, and what those acts refuse.
    """
    access.require_reporter(by)
    message = Message.objects.filter(number=number).only("pk").first()
    order = _order(message, by) if message is not None else None
    if message is None or order is None:
        raise UnknownMessage(number)
    earlier = ReportedUpdate.objects.filter(client_id=by.id)
    if earlier.filter(update_id=update_id).exists():
        raise AlreadyReported(update_id)
    newest = earlier.filter(message=message).order_by("-updated_at").values_list("updated_at", flat=True).first()
    applied = newest is None or updated_at > newest
    if applied:
        _do(order, reported, words, by=by, at=at)
    row = ReportedUpdate(client_id=by.id, update_id=update_id, message=message, updated_at=updated_at, at=at, applied=applied)
    codes = {"unit": order.unit, "reported": reported.value, "applied": str(applied).lower()}
    rows.write(
        *rows.insert(row),
        ledger.entry("board.report_update", by=by, at=at, subject=message, codes=codes),
        facts.entry(events.UpdateReported(message_id=message.pk, order_id=order.pk, unit=order.unit, reported=reported.value, at=at)),
    )
    return applied


def _order(message: Message, by: Actor) -> Order | None:
    """The open order that the unit of this system has: where it leads before where it helps."""
    mine = Order.objects.filter(message=message, unit__in=by.departments)
    found = [*mine.filter(state__in=OPEN_ORDERS).order_by("-role", "-assigned_at")[:1]] or [*mine.order_by("-assigned_at")[:1]]
    return found[0] if found else None


def _do(order: Order, reported: Reported, words: str, *, by: Actor, at: datetime) -> None:
    if order.state not in OPEN_ORDERS:
        raise WrongState(order.state)
    if reported is Reported.NOT_OURS:
        return_order(order_id=order.pk, reason=words, by=by, at=at)
        return
    if order.state == OrderState.ASSIGNED:
        take(order_id=order.pk, by=by, at=at)
    if reported is Reported.WORKING or order.role != Role.LEAD:
        if words:
            note(message_id=order.message_id, words=words, by=by, at=at)
        return
    known = order.replies.exclude(state=ReplyState.PUBLISHED).first()
    version = known.version if known is not None else 0
    drafted = draft_reply(order_id=order.pk, text=words, end=ENDS[reported], version=version, by=by, at=at)
    submit_reply(reply_id=drafted.reply_id, despite=True, by=by, at=at)
