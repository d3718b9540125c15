"""What a unit does with an order: takes it, sends it back, passes it down or up, asks others to help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Note
from tongban.board.rules.saying import said
from tongban.board.rules.transitions import step
from tongban.board.terms import Act, MessageState, NotBelow, OrderState, ReturnedBefore, Role, Standing, TrackKind, WrongState
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Order
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def take(*, order_id: UUID, by: Actor, at: datetime) -> Standing:
    """Take an order (签收): this unit has the message now, and whoever answered for it before is relieved.

    Refuses: UnknownOrder, Denied, WrongState.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.TAKE, order)
    progress.take(order)
    progress.write(
        ledger.entry("board.take", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit}),
        facts.entry(events.OrderTaken(message_id=progress.message.pk, order_id=order_id, unit=order.unit, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def return_order(*, order_id: UUID, reason: str, by: Actor, at: datetime) -> Standing:
    """Say "not ours": back to the desk, once, while there is time for it. This unit answers for it until another has taken it.

    Refuses: UnknownOrder, Denied, WrongState, ReturnedBefore, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.RETURN, order)
    if order.object_until is None or progress.at > order.object_until or progress.message.returns >= progress.release.returns_at_most:
        raise ReturnedBefore(progress.message.number)
    words = Public.of(reason, "reason")
    order.state = step(OrderState(order.state), Act.RETURN).value
    progress.touch(order)
    progress.change(state=MessageState.ACCEPTED.value, returns=progress.message.returns + 1)
    progress.track(TrackKind.RETURNED, unit=order.unit, words=words)
    progress.write(
        ledger.entry("board.return_order", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit}),
        facts.entry(events.OrderReturned(message_id=progress.message.pk, order_id=order_id, unit=order.unit, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def pass_down(*, order_id: UUID, unit: str, words: str = "", by: Actor, at: datetime) -> Standing:
    """Have a unit directly below handle it, with a clock of its own. This one stays answerable, and its clock runs on.

    Refuses: UnknownOrder, Denied, WrongState, UnknownUnit, NotBelow, ReportedOn, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.PASS_DOWN, order)
    _require_lead(order)
    progress.require_unit(unit)
    if progress.units.above(unit) != order.unit:
        raise NotBelow(unit)
    if order.state == OrderState.ASSIGNED:
        progress.take(order)
    order.state = step(OrderState(order.state), Act.PASS_DOWN).value
    progress.touch(order)
    progress.track(TrackKind.PASSED_DOWN, unit=order.unit, words=Public.of(words, "words", needed=False), below=unit)
    progress.change(state=MessageState.HANDLING.value)
    progress.assign(unit, layer=Layer.UNIT, parent=order)
    progress.write(
        ledger.entry(
            "board.pass_down", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit, "below": unit}
        ),
        facts.entry(events.OrderPassedDown(message_id=progress.message.pk, order_id=order_id, unit=order.unit, below=unit, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def pass_up(*, order_id: UUID, reason: str, by: Actor, at: datetime) -> Standing:
    """Give an order back to the unit above that passed it down: once.

    Refuses: UnknownOrder, Denied, WrongState, ReturnedBefore, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.PASS_UP, order)
    parent = progress.over(order)
    if parent is None:
        raise WrongState("nobody has passed it down")
    if any(each.unit == order.unit and each.parent_id and each.state == OrderState.RETURNED for each in progress.orders):
        raise ReturnedBefore(progress.message.number)
    words = Public.of(reason, "reason")
    progress.settle(order, step(OrderState(order.state), Act.PASS_UP))
    progress.judge(order, right=False)
    progress.track(TrackKind.PASSED_UP, unit=order.unit, words=words, above=parent.unit)
    progress.resume(parent)
    progress.write(
        ledger.entry("board.pass_up", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit}),
        facts.entry(events.OrderPassedUp(**progress.about(order), above=parent.unit)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def join_units(*, order_id: UUID, units: Iterable[str], words: str = "", by: Actor, at: datetime) -> Standing:
    """Ask other units to help the one that leads (首接负责: it leads, the others must help).

    Refuses: UnknownOrder, Denied, WrongState, UnknownUnit, ReportedOn, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.JOIN, order)
    _require_lead(order)
    asked, told = list(dict.fromkeys(units)), Public.of(words, "words", needed=False)
    said(" ".join(asked), "units")
    for each in asked:
        progress.require_unit(each)
        progress.join(each, words=told)
    progress.write(
        ledger.entry("board.join_units", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit}),
        facts.entry(events.UnitsJoined(message_id=progress.message.pk, order_id=order_id, unit=order.unit, units=asked, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def finish_part(*, order_id: UUID, words: str, by: Actor, at: datetime) -> Standing:
    """A unit that helps has done its part, and tells the one that leads what it did.

    Refuses: UnknownOrder, Denied, WrongState, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    edge = progress.require(Act.FINISH_PART, order)
    if order.role != Role.JOINT:
        raise WrongState("whoever leads answers")
    progress.add(_note(progress, order.unit, said(words, "words")))
    progress.settle(order, OrderState.DONE)
    progress.write(
        ledger.entry("board.finish_part", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"unit": order.unit}),
        facts.entry(events.PartFinished(message_id=progress.message.pk, order_id=order_id, unit=order.unit, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def note(*, message_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Note something for those who handle a message; no author ever sees it.

    Refuses: UnknownMessage, Denied, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    unit = _noting(progress)
    progress.add(_note(progress, unit, said(words, "words")))
    progress.write(
        ledger.entry("board.note", by=by, at=at, subject=progress.message, codes={"unit": unit}),
        facts.entry(events.NoteWritten(message_id=message_id, unit=unit, at=progress.at)),
    )


def _noting(progress: Progress) -> str:
    """In whose name: a unit that has an order of it or did its part, else the desk of whoever may. Raises Denied."""
    for order in progress.orders:
        if not access.is_gone(order, progress.message) and access.plays(
            progress.by, access.By.UNIT, progress.message, release=progress.release, units=progress.units, order=order
        ):
            return order.unit
    progress.require(Act.NOTE)
    return ""


def _note(progress: Progress, unit: str, words: str) -> Note:
    return Note(message=progress.message, unit=unit, written_by=progress.by.id, at=progress.at).seal(words)


def _require_lead(order: Order) -> None:
    """Raises WrongState."""
    if order.role != Role.LEAD:
        raise WrongState("done by the unit that leads")
