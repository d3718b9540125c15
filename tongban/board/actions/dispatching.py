"""Asking units: by the desk, and by a level above that takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.terms import Act, OrderState, Role, Standing, TrackKind, UnknownCategory, WrongState
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Order
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def assign(
    *,
    message_id: UUID,
    unit: str,
    joint: Iterable[str] = (),
    category: str = "",
    words: str = "",
    only_mentioned: bool = False,
    by: Actor,
    at: datetime,
) -> Standing:
    """Ask a unit, and others to help it; accepts the message where nobody has. Whoever was asked before answers for it until it is taken.

    Filing it under another class moves no clock. `only_mentioned`: whoever has read the report says that it names these units, and is not
    about them. Refuses: UnknownMessage, Denied, WrongState, UnknownUnit, UnknownCategory, ReportedOn, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.ASSIGN)
    helping = [each for each in dict.fromkeys(joint) if each != unit]
    for each in (unit, *helping):
        progress.require_unit(each)
    if category:
        if progress.release.category(category) is None:
            raise UnknownCategory(category)
        progress.change(category=category)
    progress.accept()
    progress.relieve_soon(unit)
    order = progress.assign(unit, layer=Layer.DESK, words=Public.of(words, "words", needed=False), only_mentioned=only_mentioned)
    for each in helping:
        progress.join(each, only_mentioned=only_mentioned)
    codes = {"unit": unit} | ({"only_mentioned": " ".join(progress.mentioned)} if progress.mentioned else {})
    progress.write(
        ledger.entry("board.assign", by=by, at=at, subject=progress.message, basis=edge.basis, codes=codes),
        facts.entry(events.OrderAssigned(message_id=message_id, order_id=order.pk, unit=unit, layer=Layer.DESK, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def take_over(*, order_id: UUID, reason: str, by: Actor, at: datetime) -> Standing:
    """The level above takes an order from the unit that has it, and handles it itself.

    Refuses: UnknownOrder, Denied, WrongState, ReportedOn, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.TAKE_OVER, order)
    if order.role != Role.LEAD:
        raise WrongState("what helps is not taken over")
    unit, words = _level_above(progress, order), Public.of(reason, "reason")
    parent = progress.over(order)
    progress.track(TrackKind.PASSED_UP, unit=order.unit, words=words, above=unit, taken_over=True)
    _cancel_below(progress, order)
    if parent is not None:
        progress.resume(parent)
    else:
        progress.take(progress.assign(unit, layer=Layer.UNIT))
    progress.write(
        ledger.entry(
            "board.take_over", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": unit, "below": order.unit}
        ),
        facts.entry(events.OrderTakenOver(message_id=progress.message.pk, order_id=order_id, unit=unit, below=order.unit, at=progress.at)),
    )
    return progress.standing()


def _level_above(progress: Progress, order: Order) -> str:
    """The unit from which the order came down; else the nearest one above for which this actor works."""
    parent = progress.over(order)
    if parent is not None:
        return parent.unit
    over = progress.units.over(order.unit)
    own = [each for each in over if access.works_for(progress.by, each, progress.release)]
    if not own and not over:
        raise WrongState(f"no unit stands above {order.unit}")
    return (own or over)[0]


def _cancel_below(progress: Progress, order: Order) -> None:
    for each in progress.open:
        if each.parent_id == order.pk:
            _cancel_below(progress, each)
    progress.settle(order, OrderState.CANCELLED)
