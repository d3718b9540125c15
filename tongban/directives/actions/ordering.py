"""Supervision orders (督办单): issued on grounds, received, answered, checked by another person, and escalated once when time is over.

One that was issued by mistake is withdrawn before it is answered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from procrastinate.contrib.django import app as queue

from tongban.board import queries as board_queries
from tongban.directives import access, events
from tongban.directives.actions.leaving import Leaving
from tongban.directives.models import Order, Paper
from tongban.directives.models.orders import alone
from tongban.directives.models.watched import OF_ORDER, ORDER
from tongban.directives.queries.addressed import require_answering, require_cited
from tongban.directives.queries.paper import form
from tongban.directives.queries.wording import said
from tongban.directives.rules import orders as rules
from tongban.directives.rules.edges import By
from tongban.directives.terms import AlreadyOrdered, DoesNotStand, IssuedOrder, NotDue, OrderAct, OrderPaper, OrderState
from tongban.identity.terms import ActorKind
from tongban.kernel import clock, idempotency, imprints, numbering
from tongban.kernel.limits import Limit, until
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from tongban.directives.models.orders import Step
    from tongban.directives.terms import NewOrder
    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease

MAKE_PAPER = "directives.make_order_paper"  # the task of `jobs`, named here because jobs stand above actions
PAPER_QUEUE = "documents"
CLOCK = ["due_at", "amber_at", "provisional", "escalates_at"]


@transaction.atomic(savepoint=False)
def issue_order(*, key: UUID, order: NewOrder, by: Actor, at: datetime) -> IssuedOrder:
    """Order a unit to do something, on grounds that the order names; numbered, with a paper that the issuing unit seals.

    Refuses: NoSupervision, Denied, WordsMissing, WordsTooLong, ImpossibleLimit, ReferenceMissing, UnknownReference, TakesNoOrders,
    ReportOnly, AlreadyOrdered, KeyReused.
    """
    city = supervision_queries.release()
    access.require_desk(by, city.desks.supervise)
    row = _written(order, city, by=by, at=at)
    require_answering(order.unit, at=at)
    require_cited(order.references, order.unit, by=by, at=at)
    asked = json.dumps([row.unit, row.ground, row.references, row.matter, row.demand, row.limit]).encode()
    if first := idempotency.claim(verb="directives.issue_order", key=key, by=by, at=at, result=row.pk, request=asked):
        return _issued(Order.objects.of_id(first))
    alone(f"order of {row.unit}")
    same = Order.objects.open().filter(unit=row.unit, references__overlap=row.references).first()
    if same is not None:
        raise AlreadyOrdered(same.number)
    year = clock.city_date(at).year
    row.number = city.orders.number.format(year=year, number=numbering.take(f"directives.order:{year}"))
    leaving = Leaving(by, at)
    first_step = leaving.step(row, OrderAct.ISSUE)
    paper = _paper(OrderPaper.NOTICE, row, [first_step], at=at)
    told = {"unit": row.unit, "ground": row.ground}
    leaving.leave("issue_order", row, events.OrderIssued(order_id=row.pk, at=at, **told), first_step, paper, **told)
    return _issued(row)


@transaction.atomic(savepoint=False)
def receive_order(*, order_id: UUID, by: Actor, at: datetime) -> None:
    """The unit has it (签收), by name and hour. Refuses: NoSupervision, UnknownOrder, Denied, WrongState."""
    Ordering.locked(order_id, OrderAct.RECEIVE, by=by, at=at).leave_act("receive_order", events.OrderReceived)


@transaction.atomic(savepoint=False)
def reply_order(*, order_id: UUID, text: str, by: Actor, at: datetime) -> None:
    """What the unit has done (反馈). The first reply says for ever whether it came in time.

    Refuses: NoSupervision, UnknownOrder, Denied, WrongState, WordsMissing, WordsTooLong.
    """
    doing = Ordering.locked(order_id, OrderAct.REPLY, by=by, at=at)
    row, text = doing.row, said(text, "text")
    row.replied_by = by.id
    row.on_time = at <= row.due_at if row.on_time is None else row.on_time
    doing.leave_act("reply_order", events.OrderReplied, text, columns=["replied_by", "on_time"])


@transaction.atomic(savepoint=False)
def send_back_order(*, order_id: UUID, words: str, limit: Limit | None = None, by: Actor, at: datetime) -> None:
    """Checked, and not enough: the unit answers once more, within its limit, or a new one from now.

    Refuses: NoSupervision, UnknownOrder, Denied, WrongState, SamePerson, WordsMissing, WordsTooLong, ImpossibleLimit.
    """
    doing = Ordering.locked(order_id, OrderAct.SEND_BACK, by=by, at=at)
    words = said(words, "words")
    if limit is not None:
        _run(doing.row, limit, at)
    doing.leave_act("send_back_order", events.OrderSentBack, words, columns=CLOCK if limit is not None else [])


@transaction.atomic(savepoint=False)
def close_order(*, order_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Checked, and done (核查); its paper is drawn once more with everything filled in.

    Refuses: NoSupervision, UnknownOrder, Denied, WrongState, SamePerson, WordsMissing, WordsTooLong, DoesNotStand.
    """
    doing = Ordering.locked(order_id, OrderAct.CLOSE, by=by, at=at)
    doing.require_standing()
    words = said(words, "words")
    doing.row.closed_at, doing.row.escalates_at = at, None
    steps = [*doing.row.steps.order_by("pk"), doing.step(doing.row, OrderAct.CLOSE, words)]
    paper = _paper(OrderPaper.RECORD, doing.row, steps, at=at)
    doing.leave_act("close_order", events.OrderClosed, words, paper, columns=["closed_at", "escalates_at"])


@transaction.atomic(savepoint=False)
def escalate_order(*, order_id: UUID, reason: str = "", by: Actor, at: datetime) -> None:
    """Tell the level above and the leader's desk: the clock when the limit is over, or a supervisor sooner, with a reason. Once a limit.

    Refuses: NoSupervision, UnknownOrder, Denied, WrongState, NotDue, WordsMissing, WordsTooLong.
    """
    doing = Ordering.locked(order_id, OrderAct.ESCALATE, by=by, at=at)
    row, by_hand = doing.row, by.kind is not ActorKind.SYSTEM
    if row.escalates_at is None or (not by_hand and row.escalates_at > at):
        raise NotDue(row.number)
    reason = said(reason, "reason") if by_hand else ""
    row.escalates_at, row.escalated_at = None, at
    more = {"told": doing.above(), "by_hand": by_hand}
    doing.leave_act("escalate_order", events.OrderEscalated, reason, columns=["escalates_at", "escalated_at"], **more)


@transaction.atomic(savepoint=False)
def withdraw_order(*, order_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """It should not have been issued: nothing is demanded any more, the number stays, and its paper is drawn once more as void (作废).

    Before it is answered. Refuses: NoSupervision, UnknownOrder, Denied, WrongState, WordsMissing, WordsTooLong, DoesNotStand.
    """
    doing = Ordering.locked(order_id, OrderAct.WITHDRAW, by=by, at=at)
    doing.require_standing()
    row, reason = doing.row, said(reason, "reason")
    row.closed_at, row.escalates_at = at, None
    steps = [*row.steps.order_by("pk"), doing.step(row, OrderAct.WITHDRAW, reason)]
    paper = _paper(OrderPaper.VOID, row, steps, at=at)
    told = doing.above() if row.escalated_at else []
    doing.leave_act("withdraw_order", events.OrderWithdrawn, reason, paper, columns=["closed_at", "escalates_at"], told=told)


@dataclass(frozen=True)
class Ordering(Leaving):
    """One act on an order that is there, and locked."""

    row: Order
    city: SupervisionRelease
    edge: rules.Edge

    @classmethod
    def locked(cls, order_id: UUID, act: OrderAct, *, by: Actor, at: datetime) -> Ordering:
        """Refuses: NoSupervision, UnknownOrder, Denied, WrongState, SamePerson."""
        city = supervision_queries.release()
        row = Order.objects.select_for_update(of=("self",)).of_id(order_id)
        part = rules.ORDER.part(act)
        access.require_part(by, part, row.unit, city, responsibilities_queries.board().approver_desk)
        edge = rules.ORDER.edge(OrderState(row.state), act)
        if part is By.CHECKER:
            two_people = supervision_queries.release(row.release_id).orders.two_people
            access.require_another(by, row.replied_by, row.issued_by if two_people else None)
        return cls(by, at, row, city, edge)

    def require_standing(self) -> None:
        """What a seal is put on is what the acts left. Raises DoesNotStand."""
        if imprints.faults(self.row, ORDER, OF_ORDER, "order"):
            raise DoesNotStand(self.row.number)

    def above(self) -> list[str]:
        """The desks above: the one that answers for the level above the unit, and the leader's."""
        board = responsibilities_queries.board()
        above = responsibilities_queries.units(board).above(self.city.heir(self.row.unit))
        return [*([f"{above}/{board.approver_desk}"] if above else []), self.city.desks.lead]

    def leave_act(
        self, act: str, fact: type[events.OfOrder], words: str = "", *beside: Paper, columns: Sequence[str] = (), **more: Any
    ) -> None:
        """The order in its next state, with the step."""
        row = self.row
        row.state = self.edge.becomes.value
        told = fact(order_id=row.pk, unit=row.unit, at=self.at, **more)
        step = self.step(row, self.edge.act, words)
        self.leave(act, row, told, step, *beside, columns=["state", *columns], unit=row.unit)


def _written(order: NewOrder, city: SupervisionRelease, *, by: Actor, at: datetime) -> Order:
    """The order as it is kept, without its number. Raises WordsMissing, WordsTooLong, ImpossibleLimit, ReferenceMissing."""
    assert by.id is not None
    row = Order(
        release_id=city.id,
        unit=order.unit,
        ground=order.ground.value,
        references=sorted({each.text for each in order.references}),
        matter=said(order.matter, "matter"),
        demand=said(order.demand, "demand"),
        state=rules.ORDER.edge(None, OrderAct.ISSUE).becomes.value,
        issuer=city.desks.supervise.partition("/")[0],
        issued_by=by.id,
        issued_at=at,
    )
    _run(row, order.limit or city.orders.limit, at)
    rules.require_founded(order.ground, order.references)
    return row


def _run(row: Order, limit: Limit, at: datetime) -> None:
    """A limit that runs from now, and escalates when it is over. Raises ImpossibleLimit."""
    rules.require_possible(limit)
    due = until(limit, at, board_queries.almanac())
    assert due.at is not None and due.amber_at is not None
    row.limit = {limit.unit.value: str(limit.amount), "basis": limit.basis}
    row.due_at, row.amber_at, row.provisional, row.escalates_at = due.at, due.amber_at, due.provisional, due.at


def _paper(kind: OrderPaper, row: Order, steps: Iterable[Step], *, at: datetime) -> Paper:
    """Its data are frozen in the act; a job draws it."""
    paper = Paper(order=row, kind=kind.value, data=form(kind, row, steps), issued_at=at)
    queue.configure_task(MAKE_PAPER, queue=PAPER_QUEUE).defer(paper_id=str(paper.pk))
    return paper


def _issued(row: Order) -> IssuedOrder:
    return IssuedOrder(row.pk, row.number, row.due_at)
