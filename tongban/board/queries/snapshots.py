"""Messages and ratings as they are counted elsewhere: codes, times and counts; words only where everybody reads them. For the system alone.

Whoever asks again goes on where the last answer ended. `until` lies some minutes back, so that no act of before is still under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, FloatField, Q, Value, When
from django.db.models.functions import Round

from tongban.board import access
from tongban.board.models import FigureCount, Message, Rating, Track
from tongban.board.terms import AuthorKind, Channel, End, TrackKind
from tongban.kernel import clock, crypto
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

MOST = 10_000
OVERLAP = 10_000  # steps that may have been under way when figures were counted
COLUMNS = (
    "id number kind channel source category district unit displayed received_at accepted_at due_at first_answered_at answered_at closed_at "
    "state end on_time solved satisfaction reopened merged_into changed_at urged_at author_id"
).split()
OF_RATING = "id message round unit solved satisfaction at".split()
SHOWN = {name: Case(When(displayed=True, then=F(name)), default=Value(""), output_field=CharField()) for name in ("title", "text")}
PLACES = {name: Case(When(displayed=True, then=Round(name, 3)), output_field=FloatField()) for name in ("longitude", "latitude")}


def snapshot(
    *, changed_since: datetime | None, until: datetime, by: Actor, after: UUID | None = None, limit: int = MOST
) -> tuple[dict[str, Any], ...]:
    """The messages that have changed after a moment, or all, by their ids: what COLUMNS names, with title, text, longitude and latitude
    where they are displayed, `urged`, and `author_key`, equal for what one author wrote in one month; none of a report. Refuses: Denied.
    """
    access.require_system(by)
    found = Message.objects.filter(_changed(changed_since, until), Q(pk__gt=after) if after else Q()).order_by("pk")
    shown = {f"shown_{name}": each for name, each in (SHOWN | PLACES).items()}
    return tuple(_row(row) for row in found.annotate(**shown).values(*COLUMNS, *shown)[:limit])


def ratings_snapshot(
    *, changed_since: datetime | None, until: datetime, by: Actor, after: int = 0, limit: int = MOST
) -> tuple[dict[str, Any], ...]:
    """The ratings given after a moment, or all, by their ids: what OF_RATING names, and `called_back`. Refuses: Denied."""
    access.require_system(by)
    given = Q(at__gt=changed_since, at__lte=until) if changed_since else Q(at__lte=until)
    found = Rating.objects.filter(given, pk__gt=after).order_by("pk").annotate(called_back=Q(called_back_by__isnull=False))
    return tuple(found.values(*OF_RATING, "called_back")[:limit])


def gathered(*, category: str, districts: Collection[str], since: datetime, until: datetime, by: Actor) -> tuple[UUID, ...]:
    """Messages of a class, by the beginning of its code, in these districts, received in some time and not taken back. Refuses: Denied."""
    access.require_system(by)
    found = Message.objects.filter(received_at__gte=since, received_at__lt=until, category__startswith=category)
    found = (found.filter(district__in=districts) if districts else found).exclude(Q(end=End.WITHDRAWN, end__isnull=False))
    return tuple(found.order_by("received_at", "pk").values_list("pk", flat=True))


def authors_of(ids: Collection[UUID], *, by: Actor) -> dict[UUID, tuple[bool, AuthorKind, UUID | None]]:
    """Of each message whether it is a report, how its author is known, and whose account wrote it, if any. Refuses: Denied."""
    access.require_system(by)
    found = Message.objects.filter(pk__in=ids).values_list("pk", "kind", "author_kind", "author_id")
    return {pk: (kind == Kind.REPORT, AuthorKind(known), who) for pk, kind, known, who in found}


def _changed(since: datetime | None, until: datetime) -> Q:
    """What another channel brought has its times of there: known by steps that were written after the last count before the moment."""
    if since is None:
        return Q(changed_at__lte=until)
    counted = FigureCount.objects.filter(at__lte=since).order_by("-pk").values_list("last_step", flat=True).first() or 0
    brought = Track.objects.filter(pk__gt=counted - OVERLAP, kind=TrackKind.RECEIVED, message__channel=Channel.IMPORT)
    changed = Q(changed_at__gt=since, changed_at__lte=until)  # two indexes, of what is displayed and of the rest
    return Q(changed, displayed=True) | Q(changed, displayed=False) | Q(pk__in=list(brought.values_list("message", flat=True)))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    author, month = row.pop("author_id") or row["id"], clock.city_date(row["received_at"]).replace(day=1)
    key = "" if row["kind"] == Kind.REPORT else crypto.blind_index(f"{author} {month}", "board.author_key").hex()[:16]
    told = {name.removeprefix("shown_"): value for name, value in row.items()}
    return told | {"urged": told.pop("urged_at") is not None, "author_key": key}
