"""Supervision orders as supervisors see all of them, and units their own and those below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.pages import MOST, beyond, page
from tongban.directives import access
from tongban.directives.models import Order
from tongban.directives.queries.addressed import answering_desk
from tongban.directives.queries.seen import require_desk_of_any, seen_units, told
from tongban.directives.rules import orders as rules
from tongban.directives.rules.edges import By
from tongban.directives.terms import Ground, OrderAct, OrderLine, OrderPaper, OrderPaperLine, OrderState, OrderView, Reference, UnknownOrder
from tongban.directives.terms.orders import WITH_THE_UNIT
from tongban.kernel.limits import light
from tongban.supervision.queries.city import release

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Page
    from tongban.identity.terms import Actor

LINES = 30
SHELVES = ("open", "late", "to_check", "closed", "withdrawn")


def orders(by: Actor, *, at: datetime, shelf: str = "open", unit: str = "", after: str = "", limit: int = LINES) -> Page[OrderLine]:
    """A shelf of orders, the newest first: open, late (with the unit, its time over), to_check, closed, withdrawn; else: all.

    Refuses: NoSupervision, Denied.
    """
    require_desk_of_any(by)
    limit = max(1, min(limit, MOST))
    shelves = {
        "open": Order.objects.open(),
        "late": Order.objects.filter(state__in=WITH_THE_UNIT, due_at__lt=at),
        "to_check": Order.objects.filter(state=OrderState.REPLIED),
        "closed": Order.objects.filter(state=OrderState.CLOSED),
        "withdrawn": Order.objects.filter(state=OrderState.WITHDRAWN),
    }
    found = shelves.get(shelf, Order.objects.all()).filter(seen_units(by), beyond(after, "issued_at"))
    rows = list((found.filter(unit=unit) if unit else found).order_by("-issued_at", "-pk")[: limit + 1])
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.issued_at, row.pk))


def order(order_id: UUID, *, by: Actor, at: datetime) -> OrderView:
    """An order with its history and papers, and what this actor may do now. Refuses: NoSupervision, UnknownOrder."""
    row = Order.objects.filter(seen_units(by), pk=order_id).first()
    if row is None:
        raise UnknownOrder(str(order_id))
    papers = row.papers.order_by("issued_at").values_list("pk", "kind", "issued_at")
    steps = list(row.steps.order_by("pk"))
    return OrderView(
        line=line(row, at=at),
        references=tuple(Reference.of(each) for each in row.references),
        demand=row.demand,
        issued_by=steps[0].actor_name,
        steps=told(steps),
        papers=tuple(OrderPaperLine(pk, OrderPaper(kind), issued_at) for pk, kind, issued_at in papers),
        open_to=_open_to(row, by),
    )


def orders_citing(references: Iterable[Reference], *, at: datetime) -> dict[str, tuple[OrderLine, ...]]:
    """The orders that cite each of these, the newest first. For what shows them to somebody who may see it."""
    texts = [each.text for each in references]
    found = [(row, line(row, at=at)) for row in Order.objects.filter(references__overlap=texts).order_by("-issued_at", "-pk")]
    return {text: tuple(each for row, each in found if text in row.references) for text in texts}


def line(row: Order, *, at: datetime) -> OrderLine:
    """A row as a list shows it."""
    waits = row.state in WITH_THE_UNIT
    return OrderLine(
        id=row.pk,
        number=row.number,
        unit=row.unit,
        unit_name=release(row.release_id).names[row.unit],
        ground=Ground(row.ground),
        matter=row.matter,
        state=OrderState(row.state),
        issued_at=row.issued_at,
        due_at=row.due_at,
        provisional=row.provisional,
        light=light(at, amber_at=row.amber_at, due_at=row.due_at) if waits else None,
        escalated_at=row.escalated_at,
        closed_at=row.closed_at,
        on_time=row.on_time,
    )


def _open_to(row: Order, by: Actor) -> frozenset[OrderAct]:
    city, desk = release(), answering_desk()
    edges = [each for each in rules.ORDER.leaving(OrderState(row.state)) if access.plays(by, each.by, row.unit, city, desk)]
    two_people = release(row.release_id).orders.two_people
    same = by.id in (row.replied_by, row.issued_by if two_people else None)
    over = {OrderAct.ESCALATE} if row.escalates_at is None else set[OrderAct]()
    return frozenset(each.act for each in edges if not (same and each.by is By.CHECKER)) - over
