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
NOTHING = Bilingual("")
COLUMNS = tuple(
    (
        "number release_id tier kind title category district unit state end received_at answered_at first_answered_at due_at "
        "amber_at on_time satisfaction free_name followers suggested suggested_reason changed_at closed_at displayed longitude "
        "latitude"
    ).split()
)


def with_excerpt(found: QuerySet[Message]) -> QuerySet[Message]:
    """Only the columns of a line, and of the text its beginning."""
    return found.only(*COLUMNS).annotate(excerpt=Left("text", EXCERPT))


def line(row: Message, *, at: datetime) -> MessageLine:
    """One message as a line; `excerpt` was asked for with it."""
    release = board(row.release_id)
    return MessageLine(
        id=row.pk,
        number=row.number,
        kind=Kind(row.kind),
        title=row.title,
        excerpt=getattr(row, "excerpt", ""),
        category=row.category,
        category_name=category_name(row.category, release),
        district=row.district,
        district_name=district_name(row.district, release),
        unit=row.unit,
        unit_name=unit_name(row.unit, release),
        state=MessageState(row.state),
        end=End(row.end) if row.end else None,
        received_at=row.received_at,
        answered_at=row.answered_at,
        due_at=row.due_at,
        counted=release.tier(row.tier).limit.unit,
        light=light(row.first_answered_at or row.closed_at or at, amber_at=row.amber_at, due_at=row.due_at),
        on_time=row.on_time,
        satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
        free_name=row.free_name,
        followers=row.followers,
        suggested=Suggested(row.suggested) if row.suggested else None,
        suggested_reason=row.suggested_reason,
        changed_at=row.changed_at,
        displayed=row.displayed,
        point=point_of(row),
    )


def point_of(row: Message) -> Point | None:
    """Where it is on the map, if anywhere."""
    return None if row.longitude is None or row.latitude is None else Point(row.longitude, row.latitude)


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
