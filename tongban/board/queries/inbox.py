"""The desk of a unit: what it has, most urgent first; what waits for its approver. Each list is one statement, of masked words."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, FilteredRelation, Q

from tongban.board import access
from tongban.board.models import Extension, Order, Reply
from tongban.board.queries.lines import category_name, district_name, unit_name
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.terms import OPEN_ORDERS, AskedExtension, Counts, InboxLine, OrderState, Page, ReplyState, Role
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

LINES = 30
ASKED = "order_id message_id limit reason asked_at due_before".split()
OF_ORDER = "unit round emergency assigned_at due_at settled_at escalated".split()
MESSAGE = (
    *"number kind title category district release_id received_at due_at amber_at provisional tier".split(),
    *"answered_at first_answered_at urged_at".split(),
)
SHELVES = ("", "to_take", "soon", "late", "emergency", "joint", "below", "again", "approval")


def inbox(by: Actor, *, at: datetime, shelf: str = "", unit: str = "", after_cursor: str = "", limit: int = LINES) -> Page[InboxLine]:
    """The open orders of this actor's units: danger first, then whatever is due first.

    `shelf` narrows: to_take, soon, late, emergency, joint, below (passed down), again (reopened), approval (a reply waits for approval).
    """
    limit = max(1, min(limit, MOST))
    found = _mine(by, unit).filter(_on(shelf, at) & _less_urgent(after_cursor), state__in=OPEN_ORDERS)
    rows = list(with_message(found).order_by("-emergency", "due_at", "pk")[: limit + 1])
    shown = rows[:limit]
    last = _written(shown[-1]) if len(rows) > limit else ""
    return Page(tuple(inbox_line(row, at=at) for row in shown), last)


def settled(by: Actor, *, at: datetime, unit: str = "", after_cursor: str = "", limit: int = LINES) -> Page[InboxLine]:
    """What these units have done, sent back or lost, the newest first."""
    limit = max(1, min(limit, MOST))
    found = _mine(by, unit).filter(beyond(after_cursor, "settled_at"), settled_at__isnull=False)
    rows = list(with_message(found).order_by("-settled_at", "-pk")[: limit + 1])
    return page(rows, limit, lambda row: inbox_line(row, at=at), _settled)


def counts(by: Actor, *, at: datetime) -> Counts:
    """How much lies with this actor's units: one statement, nobody's data."""
    late, submitted = _late(at), FilteredRelation("replies", condition=Q(replies__state=ReplyState.SUBMITTED))
    mine = _mine(by).filter(state__in=OPEN_ORDERS).annotate(submitted=submitted)  # so that nobody reads the replies of all times
    found = mine.aggregate(
        waiting=Count("pk"),
        to_take=Count("pk", filter=Q(state=OrderState.ASSIGNED)),
        soon=Count("pk", filter=_soon(at) & ~late),
        late=Count("pk", filter=late),
        emergencies=Count("pk", filter=Q(emergency=True)),
        to_approve=Count("submitted"),
    )
    return Counts(**found)


def to_approve(by: Actor, *, at: datetime, limit: int = LINES) -> tuple[InboxLine, ...]:
    """The orders whose reply waits for this actor, as approver of the unit or of one above it: what was submitted first comes first."""
    found = awaiting(by, board()).select_related("order__message").order_by("drafted_at")[: min(limit, MOST)]
    return tuple(inbox_line(row.order, at=at) for row in found)


def extensions_to_decide(by: Actor) -> tuple[AskedExtension, ...]:
    """More time that waits for this actor: the level above whoever asked."""
    release = board()
    tree = units(release)
    asked = Extension.objects.filter(granted__isnull=True, message__first_answered_at__isnull=True, message__closed_at__isnull=True)
    waiting = asked.exclude(asked_by=by.id).filter(_open_to(by, release)).select_related("order", "message")
    if not access.at_desk(by, release.duty_desk):
        below = {code for own in access.units_of(by, release) for code in tree.tree(own) if code != own}
        waiting = waiting.filter(order__unit__in=below)
    return tuple(asked_extension(row) for row in waiting.order_by("asked_at")[:MOST])


def asked_extension(row: Extension) -> AskedExtension:
    """One request for more time, as those see it who decide."""
    release = board(row.message.release_id)
    return AskedExtension(
        **{name: getattr(row, name) for name in ASKED},
        id=row.pk,
        number=row.message.number,
        unit=row.order.unit,
        unit_name=unit_name(row.order.unit, release),
    )


def awaiting(by: Actor, release: BoardRelease) -> QuerySet[Reply]:
    """The replies that wait for this actor."""
    tree = units(release)
    own = [code for code in by.departments if access.at_desk(by, f"{code}/{release.approver_desk}")]
    mine = {code for each in own for code in tree.tree(each)}
    return Reply.objects.filter(_open_to(by, release), state=ReplyState.SUBMITTED, unit__in=mine).exclude(drafted_by=by.id)


def _mine(by: Actor, unit: str = "") -> QuerySet[Order]:
    """The orders of an actor's units, or of one of them, as far as they may open them."""
    release = board()
    mine = [each for each in access.units_of(by, release) if not unit or each == unit]
    return Order.objects.filter(_open_to(by, release), unit__in=mine)


def _open_to(by: Actor, release: BoardRelease) -> Q:
    """Not what is about another unit for which this actor works."""
    return ~access.about_us(by, release, units(release), on="message__")


def _on(shelf: str, at: datetime) -> Q:
    shelves = {
        "to_take": Q(state=OrderState.ASSIGNED),
        "soon": _soon(at) & ~_late(at),
        "late": _late(at),
        "emergency": Q(emergency=True),
        "joint": Q(role=Role.JOINT),
        "below": Q(state=OrderState.PASSED_DOWN),
        "again": Q(round__gt=1),
        "approval": Q(replies__state=ReplyState.SUBMITTED),
    }
    return shelves.get(shelf, Q())


def _late(at: datetime) -> Q:
    """By the clock of the unit, or by that of whoever wrote and has no answer yet."""
    return Q(due_at__lt=at) | Q(message__due_at__lt=at, message__first_answered_at__isnull=True)


def _soon(at: datetime) -> Q:
    return Q(amber_at__lte=at) | Q(message__amber_at__lte=at, message__first_answered_at__isnull=True)


def with_message(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Only the columns of a line."""
    columns = [each.attname for each in Order._meta.concrete_fields if each.name != "next_escalation_at"]
    return orders.select_related("message").only(*columns, *(f"message__{name}" for name in MESSAGE))


def _less_urgent(cursor: str) -> Q:
    """Lines after the cursor. One that cannot be read begins anew."""
    try:
        emergency, due_at, row_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        due, key = datetime.fromisoformat(due_at).astimezone(UTC), UUID(hex=row_id)
    except (AttributeError, OverflowError, RecursionError, TypeError, ValueError):
        return Q()
    later = Q(due_at__gte=due) & (Q(due_at__gt=due) | Q(due_at=due, pk__gt=key))
    return Q(emergency=False) | (Q(emergency=True) & later) if emergency else Q(emergency=False) & later


def _written(row: Order) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.emergency, row.due_at.isoformat(), row.pk.hex]).encode()).decode()


def _settled(row: Order) -> tuple[datetime, UUID]:
    assert row.settled_at is not None
    return row.settled_at, row.pk


def inbox_line(row: Order, *, at: datetime) -> InboxLine:
    """One order as a line."""
    message, release = row.message, board(row.message.release_id)
    return InboxLine(
        **{name: getattr(row, name) for name in OF_ORDER},
        order_id=row.pk,
        message_id=message.pk,
        number=message.number,
        kind=Kind(message.kind),
        title=message.title,
        category_name=category_name(message.category, release),
        district_name=district_name(message.district, release),
        unit_name=unit_name(row.unit, release),
        role=Role(row.role),
        state=OrderState(row.state),
        received_at=message.received_at,
        citizen_due_at=message.due_at,
        citizen_light=None if message.first_answered_at else light(row.settled_at or at, amber_at=message.amber_at, due_at=message.due_at),
        light=light(row.settled_at or at, amber_at=row.amber_at, due_at=row.due_at),
        provisional=message.provisional,
        counted=release.tier(message.tier).limit.unit,
        urged=message.is_urged,
        may_return_until=row.object_until if row.state == OrderState.ASSIGNED else None,
    )
