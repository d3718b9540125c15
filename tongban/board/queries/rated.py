"""The ratings behind a figure, for whoever watches the unit that was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.models import Rating
from tongban.board.queries.lights import watched
from tongban.board.terms import RatedLine, Satisfaction

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

MOST = 1000


def rated_items(*, unit: str, since: datetime, until: datetime, at: datetime, by: Actor) -> tuple[RatedLine, ...]:
    """The ratings that a unit received in some time (`until` not included), as of `at`, the first of so many; of no report about them."""
    mine = watched(by)  # a rating names its unit and its message as an order does
    found = Rating.objects.filter(mine, unit=unit, at__gte=since, at__lt=until, at__lte=at, left_out_for="").order_by("at", "pk")
    return tuple(
        RatedLine(row.pk, row.message_id, row.message.number, row.unit, row.solved, Satisfaction(row.satisfaction), row.at)
        for row in found.select_related("message").only("message__number", "unit", "solved", "satisfaction", "at")[:MOST]
    )
