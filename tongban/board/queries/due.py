"""What fell due with units in some time and what became of it, and how they were rated: counted as of a moment, as often as one likes.

Read from what no later act changes: an order that is settled stays as it is, and one that was asked to lead or given more time after that
moment is read as it stood before. Left out are messages of other channels: when they were answered there, later lists tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.lookups import IsNull

from tongban.board.models import Dispatched, Order, Rating, Track
from tongban.board.queries.lights import listed, shown
from tongban.board.queries.pages import MOST
from tongban.board.terms import Channel, OrderState, Role, TrackKind, UnitDue, UnitRated
from tongban.kernel import tallies

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from tongban.board.terms import InboxLine, Page
    from tongban.identity.terms import Actor
    from tongban.kernel.limits import Outcome

GONE = Q(state__in=[OrderState.RETURNED, OrderState.CANCELLED], done_at__lte=F("falls_at"))
NOTHING: frozenset[UUID] = frozenset()


def due_by_unit(
    *, since: datetime, until: datetime, at: datetime, without: Collection[UUID] = NOTHING, merged: Mapping[str, str] | None = None
) -> tuple[UnitDue, ...]:
    """The leading orders that fell due in this time (`until` not included), by unit, as of `at`; not those named in `without`.

    A unit that has passed an order down stays answerable by its own clock, as the unit below does by that one's. Whoever was relieved
    before it fell due has none of it. More time counts if it was given by `at`. What a unit named in `merged` had counts for the other.
    For everybody: one statement, nobody's data.
    """
    found = _due(since, until, at).exclude(pk__in=without)
    return tuple(UnitDue(**row) for row in tallies.due(found, "unit", _done(at), began="assigned_at", merged=merged))


def due_items(
    *,
    unit: str,
    since: datetime,
    until: datetime,
    at: datetime,
    by: Actor,
    also: Collection[str] = (),
    without: Collection[UUID] = NOTHING,
    outcome: Outcome | None = None,
    after_cursor: str = "",
    limit: int = MOST,
) -> Page[InboxLine]:
    """The orders behind such a figure, `also` of units that count for it, what fell due first first: in masked words, what `by` reads."""
    of = tallies.became(outcome, _done(at)) if outcome else Q()
    found = _due(since, until, at).filter(shown(by), of, unit__in=[unit, *also]).exclude(pk__in=without)
    return listed(found, "falls_at", by=by, at=at, after_cursor=after_cursor, limit=limit)


def rated_by_unit(*, since: datetime, until: datetime, at: datetime, without: Collection[int] = frozenset()) -> tuple[UnitRated, ...]:
    """The ratings received in this time, by the unit that answered, as of `at`; not those in `without`."""
    found = Rating.objects.filter(at__gte=since, at__lt=until, at__lte=at).exclude(pk__in=without).values("unit")
    told = {"satisfied": Count("pk", filter=Q(satisfaction__gte=3)), "solved": Count("pk", filter=Q(solved=True))}
    return tuple(UnitRated(**row) for row in found.order_by("unit").annotate(rated=Count("pk"), **told))


def _due(since: datetime, until: datetime, at: datetime) -> QuerySet[Order]:
    """The leading orders that fell due then, as they stood at a moment; `falls_at` and `done_at` are theirs."""
    until, moved = min(until, at), Q(extended_at__gt=at)
    within = Q(~moved, due_at__gte=since, due_at__lt=until) | Q(moved, due_before__gte=since, due_before__lt=until)
    falls_at = Case(When(moved, then=F("due_before")), default=F("due_at"))
    found = Order.objects.filter(within & _led_by(at), role=Role.LEAD).exclude(message__channel=Channel.IMPORT)
    return found.annotate(falls_at=falls_at, done_at=F("settled_at")).exclude(GONE)


def _led_by(at: datetime) -> Q:
    """Not what only helped until then: it has joined, and nobody had asked it once more. One that was settled then stays as it was, and
    one that may object was asked to lead at first. Subqueries of one value, which the server looks up row by row.
    """
    helped = Track.objects.filter(message=OuterRef("message"), at=OuterRef("assigned_at"), unit=OuterRef("unit"), kind=TrackKind.JOINED)
    asked = Dispatched.objects.filter(order=OuterRef("pk"), at__lte=at).order_by("pk").values("pk")[1:2]
    led = Q(IsNull(Subquery(helped.values("pk")[:1]), True)) | Q(IsNull(Subquery(asked), False))
    return Q(settled_at__lte=at) | Q(object_until__isnull=False) | led


def _done(at: datetime) -> Q:
    return Q(state=OrderState.DONE, done_at__lte=at)
