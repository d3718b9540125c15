"""Displayed messages as other programs read them (Open311): whole lines, and their public steps, each list in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tongban.board.models import Message, Picture, Reply, Track
from tongban.board.queries.lines import NOTHING, category_name, district_name, point_of, unit_name
from tongban.board.queries.public import read_number
from tongban.board.terms import End, MessageState, ReplyState, RequestLine, Step, TrackKind
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

CLOSED = (MessageState.ANSWERED, MessageState.CLOSED)
AS_IT_STANDS = "number title text place district category unit received_at changed_at due_at on_time".split()
COLUMNS = [*AS_IT_STANDS, *"release_id kind longitude latitude state end refused_for answered_at closed_at merged_into".split()]
TOLD = (
    TrackKind.ACCEPTED,
    TrackKind.ASSIGNED,
    TrackKind.TAKEN,
    TrackKind.ANSWERED,
    TrackKind.REOPENED,
    TrackKind.REFUSED,
    TrackKind.MERGED,
    TrackKind.CLOSED,
)


def requests(
    *,
    numbers: Collection[str] = (),
    categories: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    changed_since: datetime | None = None,
    changed_until: datetime | None = None,
    closed: bool | None = None,
    skip: int = 0,
    limit: int,
) -> tuple[RequestLine, ...]:
    """Displayed messages with these numbers; else of these classes, received and changed in these times. One statement.

    The last received first, or where it was asked for changes the last changed.
    """
    if numbers:
        asked = Q(number__in=[read_number(each) for each in numbers])
    else:
        times = {"received_at__gte": since, "received_at__lte": until, "changed_at__gte": changed_since, "changed_at__lte": changed_until}
        asked = Q(**{name: value for name, value in times.items() if value is not None})
        asked &= Q(category__in=[each.replace("\x00", "") for each in categories]) if categories else Q()
        asked &= Q() if closed is None else Q(state__in=CLOSED) if closed else ~Q(state__in=CLOSED)
    found = Message.objects.filter(asked, displayed=True).only(*COLUMNS).annotate(**_more())
    order = "-changed_at" if changed_since or changed_until else "-received_at"  # by which there is an index
    return tuple(_line(row) for row in found.order_by(order, "-pk")[skip : skip + limit])


def steps(*, since: datetime, until: datetime, skip: int = 0, limit: int) -> tuple[Step, ...]:
    """What has happened in public to displayed messages in a time, newest first. One statement."""
    found = Track.objects.filter(at__range=(since, until), public=True, kind__in=[each.value for each in TOLD], message__displayed=True)
    replies = Reply.objects.filter(message=OuterRef("message"), state=ReplyState.PUBLISHED, published_at=OuterRef("at"))
    found = found.annotate(reply=Subquery(replies.values("text")[:1]), number=F("message__number"), message_kind=F("message__kind"))
    release = board()
    return tuple(
        Step(
            id=row.pk,
            number=row.number,
            message_kind=Kind(row.message_kind),
            kind=TrackKind(row.kind),
            unit_name=unit_name(row.unit, release) if row.unit else NOTHING,
            end=str(row.codes.get("end", "")),
            words=row.words,
            reply=row.reply or "",
            at=row.at,
        )
        for row in found.order_by("-at", "-pk")[skip : skip + limit]
    )


def _more() -> dict[str, Subquery | ArraySubquery]:
    """The latest public answer, which of a joined message is the other's while that is displayed; and which photos are displayed."""
    whole = Coalesce(OuterRef("merged_into_id"), OuterRef("pk"))
    replies = Reply.objects.filter(message=whole, message__displayed=True, state=ReplyState.PUBLISHED).order_by("-published_at")
    shown = Picture.objects.filter(message=OuterRef("pk"), removed_for="").order_by("place")
    return {
        "reply": Subquery(replies.values("text")[:1]),
        "reply_end": Subquery(replies.values("end")[:1]),
        "photos": ArraySubquery(shown.values("place")),
    }


def _line(row: Message) -> RequestLine:
    release = board(row.release_id)
    ground = next((each for each in release.refusal_grounds if each.key == row.refused_for), None)
    closed = row.state in CLOSED
    return RequestLine(
        **{name: getattr(row, name) for name in AS_IT_STANDS},
        kind=Kind(row.kind),
        point=point_of(row),
        district_name=district_name(row.district, release),
        category_name=category_name(row.category, release),
        unit_name=unit_name(row.unit, release) if row.unit else NOTHING,
        state=MessageState(row.state),
        end=End(row.end) if row.end else None,
        reply=getattr(row, "reply", "") or "",
        reply_end=End(row.reply_end) if getattr(row, "reply_end", None) else None,
        refusal=ground.name if ground else NOTHING,
        right_channel=ground.channel if ground else NOTHING,
        closed_at=(row.ended_at or row.answered_at or row.changed_at) if closed else None,
        photos=tuple(getattr(row, "photos", ())),
    )
