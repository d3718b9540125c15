"""The ratings behind a figure, for whoever watches the unit that was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.models import Rating
from tongban.board.queries.lights import shown
from tongban.board.terms import RatedLine, Satisfaction

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tongban.identity.terms import Actor

MOST = 1000


def rated_items(
    *, unit: str, since: datetime, until: datetime, at: datetime, by: Actor, also: Collection[str] = (), without: Collection[int] = ()
) -> tuple[RatedLine, ...]:
    """The ratings that a unit, and `also` those that count for it, received in some time (`until` not included), as of `at`, the first
    so many; of no report about them; for everybody those of what is displayed.
    """
    found = Rating.objects.filter(shown(by), unit__in=[unit, *also], at__gte=since, at__lt=until, at__lte=at)
    found = found.exclude(pk__in=without).order_by("at", "pk")
    return tuple(
        RatedLine(row.pk, row.message_id, row.message.number, row.unit, row.solved, Satisfaction(row.satisfaction), row.at)
        for row in found.select_related("message").only("message__number", "unit", "solved", "satisfaction", "at")[:MOST]
    )
