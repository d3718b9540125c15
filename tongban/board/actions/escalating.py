"""What the clock says: a limit to handle or to screen of which so much is used up, and a rating whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.rules import clocks
from tongban.board.terms import OPEN_ORDERS, Act, End, Standing, TrackKind, WrongState
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Escalation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Order
    from tongban.identity.terms import Actor

PUBLIC_FROM = Escalation.OVERDUE  # before the limit ends it is a warning within the house


@transaction.atomic(savepoint=False)
def escalate(*, order_id: UUID, by: Actor, at: datetime) -> Escalation:
    """So much of a unit's limit is used up that somebody more is told. After a standstill only the last step is.

    Refuses: UnknownOrder, Denied, WrongState.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    access.require_system(by)
    order = progress.order(order_id)
    progress.require(Act.ESCALATE, order)
    percent = _reached(progress, order)
    told = _told(progress, order, percent)
    progress.track(TrackKind.ESCALATED, unit=order.unit, public=percent >= PUBLIC_FROM, percent=int(percent))
    progress.write(
        ledger.entry("board.escalate", by=by, at=at, subject=progress.message, codes={"unit": order.unit, "percent": str(int(percent))}),
        facts.entry(events.OrderEscalated(**progress.about(order), percent=int(percent), told=told)),
    )
    return percent


@transaction.atomic(savepoint=False)
def escalate_screening(*, message_id: UUID, by: Actor, at: datetime) -> Escalation:
    """So much of the limit to screen a message is used up that whoever screens is told: before it lapses, and when it has.

    Refuses: UnknownMessage, Denied, WrongState.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    access.require_system(by)
    due, following = progress.message.screening_due_at, progress.message.screening_next_at
    if due is None or following is None or following > progress.at:
        raise WrongState("nobody is to be told now")
    percent = Escalation.OVERDUE if due <= progress.at else Escalation.WARNING
    progress.change(screening_next_at=due if percent is Escalation.WARNING else None)
    told = [progress.release.screening_desk]
    progress.write(
        ledger.entry("board.escalate_screening", by=by, at=at, subject=progress.message, codes={"percent": str(int(percent))}),
        facts.entry(events.ScreeningEscalated(message_id=message_id, percent=int(percent), told=told, at=progress.at)),
    )
    return percent


@transaction.atomic(savepoint=False)
def close_unrated(*, message_id: UUID, by: Actor, at: datetime) -> Standing:
    """The time to rate is over: it ends as it was answered. Not rated is missing, never good.

    Refuses: UnknownMessage, Denied, WrongState.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    access.require_system(by)
    progress.require(Act.CLOSE)
    message = progress.message
    if message.rating_until is None or progress.at <= message.rating_until:
        raise WrongState("there is still time to rate")
    end: End = progress.latest_end()
    progress.close(end)
    progress.write(
        ledger.entry("board.close_unrated", by=by, at=at, subject=message, codes={"end": end.value}),
        facts.entry(events.MessageClosed(message_id=message_id, end=end.value, at=progress.at)),
    )
    return progress.standing()


def _reached(progress: Progress, order: Order) -> Escalation:
    """The last step that is due, noted on the order with the moment of the next. Raises WrongState when none is."""
    reached: Escalation | None = None
    while order.state in OPEN_ORDERS and order.next_escalation_at is not None and order.next_escalation_at <= progress.at:
        reached = clocks.reached(order.escalated, progress.steps)
        if reached is None:
            order.next_escalation_at = None
            break
        order.escalated = int(reached)
        order.next_escalation_at = progress.escalates_next(order.assigned_at, told=order.escalated)
    if reached is None:
        raise WrongState("nobody is to be told now")
    progress.touch(order)
    return reached


def _told(progress: Progress, order: Order, percent: Escalation) -> list[str]:
    """The desks that are told, as the city's data names them."""
    release = progress.release
    above = progress.units.above(order.unit)
    named = {
        "unit": f"{order.unit}/{release.unit_desk}",
        "approver": f"{order.unit}/{release.approver_desk}",
        "above": f"{above}/{release.unit_desk}" if above else release.duty_desk,
    }
    return list(dict.fromkeys(named.get(each, each) for each in release.escalation.get(percent, ())))
