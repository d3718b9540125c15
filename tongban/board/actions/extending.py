"""More time: asked for by a unit with a reason, given by the level above, in public. It is the one thing that moves the citizen's clock."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Extension, Message
from tongban.board.queries.almanac import almanac
from tongban.board.rules import clocks
from tongban.board.terms import Act, ApprovedByItsWriter, ExtendedBefore, Role, Standing, TrackKind, UnknownOrder, WrongState
from tongban.identity import queries as identity_queries
from tongban.kernel import facts, ledger
from tongban.kernel.limits import Limit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Order
    from tongban.identity.terms import Actor

DECIDED = ("decided_by", "approver", "decided_at", "granted", "new_due_at")


@transaction.atomic(savepoint=False)
def ask_extension(*, order_id: UUID, amount: Decimal, reason: str, by: Actor, at: datetime) -> UUID:
    """Ask for more time, in the unit of the limit, before it ends and before the first answer: once, and at most as much again.

    Refuses: UnknownOrder, Denied, WrongState, ExtendedBefore, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order, message = progress.order(order_id), progress.message
    progress.require(Act.ASK_EXTENSION, order)
    limit = progress.tier.limit
    if order.role != Role.LEAD or message.first_answered_at is not None:
        raise WrongState("asked for by the unit that leads, before the first answer")
    late = progress.at > message.due_at or not 0 < amount <= limit.amount
    if late or message.extensions.exists():  # also where it was refused: the page says once
        raise ExtendedBefore(message.number)
    asked = Extension(
        message=message,
        order=order,
        limit={limit.unit.value: str(amount)},
        reason=Public.of(reason, "reason"),
        asked_by=by.id,
        asked_at=progress.at,
        due_before=message.due_at,
    )
    progress.add(asked)
    progress.write(
        ledger.entry("board.ask_extension", by=by, at=at, subject=message, codes={"unit": order.unit}),
        facts.entry(events.ExtensionAsked(**progress.about(order), extension_id=asked.pk)),
    )
    return asked.pk


@transaction.atomic(savepoint=False)
def decide_extension(*, extension_id: UUID, granted: bool, reason: str = "", by: Actor, at: datetime) -> Standing:
    """Give more time, or not and why not: by the level above, never by whoever asked, in the name of their department and post.

    Refuses: UnknownOrder, Denied, WrongState, ApprovedByItsWriter, WordsMissing, WordsTooLong.
    """
    found = Message.objects.select_for_update(of=("self",)).defer("terms").of_extension(extension_id)
    progress = Progress.of(found, by=by, at=at)
    asked = _asked(progress, extension_id)
    order = progress.order(asked.order_id)
    edge = progress.require(Act.DECIDE_EXTENSION, order)
    if asked.asked_by == by.id:
        raise ApprovedByItsWriter(progress.message.number)
    asked.approver, asked.decided_by, asked.decided_at = _post_of(progress, order), by.id, progress.at
    asked.granted, codes = granted, {"unit": order.unit, "granted": str(granted).lower()}
    why = Public.of(reason, "reason", needed=not granted)
    if granted:
        _extend(progress, asked)
    refused: dict[str, Any] = {} if granted else {"refused": True}
    progress.track(TrackKind.EXTENDED, unit=order.unit, words=why or asked.reason, approver=asked.approver, **refused)
    progress.rewrite(asked, DECIDED)
    progress.write(
        ledger.entry("board.decide_extension", by=by, at=at, subject=progress.message, basis=edge.basis, codes=codes),
        facts.entry(events.ExtensionDecided(**progress.about(order), extension_id=extension_id, granted=granted)),
    )
    return progress.standing()


def _post_of(progress: Progress, order: Order) -> str:
    """Department and post of whoever decides, as the city has them: nobody types in whose name they decide."""
    above = [each for each in progress.units.over(order.unit) if access.works_for(progress.by, each, progress.release)]
    unit = (above or [progress.release.duty_unit])[0]
    return f"{progress.units.called(unit).zh}{identity_queries.title_of(progress.by)}"


def _asked(progress: Progress, extension_id: UUID) -> Extension:
    """Raises UnknownOrder, WrongState."""
    asked = progress.message.extensions.filter(pk=extension_id).first()
    if asked is None:
        raise UnknownOrder(str(extension_id))
    if asked.granted is not None:
        raise WrongState("it is decided")
    return asked


def _extend(progress: Progress, asked: Extension) -> None:
    """Both clocks run on by as much: the citizen's, and those of the orders that are open."""
    more, message = Limit.of(asked.limit), progress.message
    due = clocks.ends(progress.tier.limit, message.received_at, almanac(), more=more, more_at=progress.at)
    progress.change(due_at=due.at, amber_at=due.amber_at, provisional=due.provisional, extended=True)
    asked.new_due_at = due.at
    progress.more_time = asked
    for order in progress.open:
        own = clocks.ends(progress.tier.limit, order.assigned_at, almanac(), more=more, more_at=progress.at)
        order.extended_at, order.due_before = progress.at, order.due_at
        order.due_at, order.amber_at = own.at, own.amber_at
        order.next_escalation_at = progress.escalates_next(order.assigned_at, told=order.escalated)
        progress.touch(order)
