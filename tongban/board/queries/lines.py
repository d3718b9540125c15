"""A message as lists show it, from the columns that lists need: no statement besides the list's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Left

from tongban.board.terms import End, MessageLine, MessageState, Satisfaction, Suggested
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind, Point

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from tongban.board.models import Message
    from tongban.responsibilities.terms import BoardRelease

EXCERPT = 120
PUBLIC_DECIMALS = 4  # of a degree
NOTHING = Bilingual("")
AS_IT_STANDS = (
    *"number title category district unit on_time free_name followers suggested_reason displayed".split(),
    *"received_at answered_at due_at changed_at".split(),
)
COLUMNS = (
    *AS_IT_STANDS,
    *"release_id tier kind state end first_answered_at amber_at satisfaction suggested closed_at longitude latitude".split(),
)


def with_excerpt(found: QuerySet[Message]) -> QuerySet[Message]:
    """Only the columns of a line, and of the text its beginning."""
    return found.only(*COLUMNS).annotate(excerpt=Left("text", EXCERPT))


def line(row: Message, *, at: datetime) -> MessageLine:
    """One message as a line; `excerpt` was asked for with it."""
    release = board(row.release_id)
    return MessageLine(
        id=row.pk,
        **{name: getattr(row, name) for name in AS_IT_STANDS},
        kind=Kind(row.kind),
        excerpt=getattr(row, "excerpt", ""),
        category_name=category_name(row.category, release),
        district_name=district_name(row.district, release),
        unit_name=unit_name(row.unit, release),
        state=MessageState(row.state),
        end=End(row.end) if row.end else None,
        counted=release.tier(row.tier).limit.unit,
        light=light(row.first_answered_at or row.closed_at or at, amber_at=row.amber_at, due_at=row.due_at),
        satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
        suggested=Suggested(row.suggested) if row.suggested else None,
        point=point_of(row),
    )


def point_of(row: Message, *, exact: bool = False) -> Point | None:
    """Where it is on the map, if anywhere: for everybody to some ten metres, since a door leads to a household."""
    point = None if row.longitude is None or row.latitude is None else Point(row.longitude, row.latitude)
    return point if exact else rounded(point)


def rounded(point: Point | None) -> Point | None:
    """As everybody may know it."""
    return point and Point(round(point.longitude, PUBLIC_DECIMALS), round(point.latitude, PUBLIC_DECIMALS))


def category_name(code: str, release: BoardRelease) -> Bilingual:
    """How the city calls a class; empty for none."""
    found = release.category(code) if code else None
    return found.name if found else NOTHING


def district_name(code: str, release: BoardRelease) -> Bilingual:
    """How people call a district or street; empty for none."""
    found = release.district(code) if code else None
    return found.name if found else NOTHING


def unit_name(code: str, release: BoardRelease) -> Bilingual:
    """As people call it."""
    return units(release).called(code)
