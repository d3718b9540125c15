"""Lights: everything that units have open, by the light of its clock and down to the item, for whoever watches them. Masked words only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.board import access
from tongban.board.models import Order
from tongban.board.queries.inbox import inbox_line, with_message
from tongban.board.queries.order import numbers_of
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.terms import OPEN_ORDERS, InboxLine, Page, UnitLights
from tongban.identity.terms import ActorKind
from tongban.kernel import tallies
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from tongban.identity.terms import Actor
    from tongban.kernel.limits import Light


def lights(by: Actor, *, at: datetime) -> tuple[UnitLights, ...]:
    """The open orders, leading and helping, of every unit that this actor watches, by the clock of each: one statement, nobody's data."""
    return tuple(UnitLights(**row) for row in tallies.lights(Order.objects.filter(watched(by), state__in=OPEN_ORDERS), "unit", at))


def lit(by: Actor, *, at: datetime, unit: str, light: Light, after_cursor: str = "", limit: int = MOST) -> Page[InboxLine]:
    """The orders behind a light of a unit, what is due first first."""
    found = Order.objects.filter(watched(by), tallies.showing(light, at), unit=unit, state__in=OPEN_ORDERS)
    return listed(found, "due_at", by=by, at=at, after_cursor=after_cursor, limit=limit)


def watched(by: Actor) -> Q:
    """The orders whose clocks this actor watches."""
    release = board()
    return access.clocks_open_to(by, release, units(release))


def shown(by: Actor) -> Q:
    """What this actor reads behind a figure: what they watch; everybody what is displayed, and no report."""
    return Q(message__displayed=True) & ~Q(message__kind=Kind.REPORT) if by.kind is ActorKind.PUBLIC else watched(by)


def listed(found: QuerySet[Order], column: str, *, by: Actor, at: datetime, after_cursor: str, limit: int) -> Page[InboxLine]:
    """A page of orders in the order of a moment of theirs; of a report no title, but for whoever may open it."""
    limit = max(1, min(limit, MOST))
    rows = list(with_message(found.filter(beyond(after_cursor, column, newest_first=False))).order_by(column, "pk")[: limit + 1])
    reports = [row.message for row in rows if row.message.kind == Kind.REPORT]
    opened = numbers_of([each.pk for each in reports], by=by) if reports else {}
    for each in reports:
        each.title = each.title if each.pk in opened else ""
    return page(rows, limit, lambda row: inbox_line(row, at=at), lambda row: (getattr(row, column), row.pk))
