"""The duty desk around the clock: everything that no unit has, the loudest first; and whom the city's desk is to call back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.db.models.functions import Left

from tongban.board import access
from tongban.board.models import Message
from tongban.board.queries.almanac import almanac
from tongban.board.queries.city import board
from tongban.board.queries.lines import EXCERPT, category_name, district_name, unit_name
from tongban.board.queries.pages import MOST
from tongban.board.queries.viewing import Viewing
from tongban.board.rules import dispatch
from tongban.board.terms import (
    AuthorKind,
    CallBackLine,
    Channel,
    DutyCounts,
    DutyLine,
    End,
    Kind,
    MessageState,
    Satisfaction,
    UnknownMessage,
)
from tongban.kernel.limits import Light, light, until

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import BoardRelease, MessageView
    from tongban.identity.terms import Actor

WAITING = (MessageState.RECEIVED, MessageState.ACCEPTED)
COLUMNS = (
    "number",
    "release_id",
    "kind",
    "channel",
    "title",
    "category",
    "district",
    "state",
    "emergency",
    "unit",
    "returns",
    "received_at",
    "accept_due_at",
    "accepted_at",
    "due_at",
)


def duty_queue(by: Actor, *, at: datetime, limit: int = MOST) -> tuple[DutyLine, ...]:
    """Everything that no unit has: danger first, then not accepted by its limit, then accepted and without a unit. One statement.

    Empty for whoever is not at the duty desk.
    """
    if not access.at_desk(by, board().duty_desk):
        return ()
    found = Message.objects.filter(state__in=WAITING).only(*COLUMNS).annotate(excerpt=Left("text", EXCERPT))
    rows = found.order_by("-emergency", F("accepted_at").desc(nulls_first=True), "accept_due_at", "pk")[: min(limit, MOST)]
    return tuple(_line(row, at=at) for row in rows)


def duty_counts(by: Actor, *, at: datetime) -> DutyCounts:
    """How much that is: one statement, nobody's data."""
    if not access.at_desk(by, board().duty_desk):
        return DutyCounts(0, 0, 0, 0, 0)
    received, late = Q(state=MessageState.RECEIVED), Q(accept_due_at__lt=at)
    half = Q(accept_due_at__lt=F("received_at") + (at - F("received_at")) / 0.8) & ~late  # 80 % of the limit is used
    found = Message.objects.filter(state__in=WAITING).aggregate(
        to_accept=Count("pk", filter=received),
        without_unit=Count("pk", filter=Q(state=MessageState.ACCEPTED)),
        emergencies=Count("pk", filter=Q(emergency=True)),
        late=Count("pk", filter=received & late),
        soon=Count("pk", filter=received & half),
    )
    return DutyCounts(**found)


def to_call_back(by: Actor, *, at: datetime, limit: int = MOST) -> tuple[CallBackLine, ...]:
    """Answers whose authors are to be called back, the oldest first: those without an account at once, others when they have not rated.

    Empty for whoever is not at the city's desk for it. What a unit answered is never shown to that unit.
    """
    release = board()
    if not access.at_desk(by, release.call_back_desk):
        return ()
    without_account = Q(author_kind__in=[AuthorKind.CODE, AuthorKind.CALLER])
    window_over = Q(state=MessageState.CLOSED, end__in=[End.ANSWERED, End.UNSOLVABLE])
    waiting = Message.objects.filter(called_back="", solved__isnull=True, answered_at__isnull=False)
    shown = waiting.filter(window_over | (without_account & Q(state=MessageState.ANSWERED))).exclude(author_kind=AuthorKind.ELSEWHERE)
    rows = shown.exclude(unit__in=by.departments).defer("terms", "written", "author").order_by("answered_at")[: min(limit, MOST)]
    return tuple(_to_call(row) for row in rows)


def to_ask(message_id: UUID, *, by: Actor, at: datetime) -> MessageView:
    """One of them with its answer, in masked words: what to ask its author about. Refuses: UnknownMessage."""
    release = board()
    row = Message.objects.filter(pk=message_id, answered_at__isnull=False).defer("terms").select_related("merged_into").first()
    if row is None or not access.at_desk(by, release.call_back_desk) or row.unit in by.departments:
        raise UnknownMessage(str(message_id))
    return Viewing.of(row, at=at, own=False).view()


def _to_call(row: Message) -> CallBackLine:
    assert row.answered_at is not None
    return CallBackLine(
        message_id=row.pk,
        number=row.number,
        title=row.title,
        unit=row.unit,
        unit_name=unit_name(row.unit, board(row.release_id)),
        author_kind=AuthorKind(row.author_kind),
        answered_at=row.answered_at,
        called_back=row.called_back,
        satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
    )


def _line(row: Message, *, at: datetime) -> DutyLine:
    release = board(row.release_id)
    returned = row.unit if row.returns else ""
    return DutyLine(
        message_id=row.pk,
        number=row.number,
        kind=Kind(row.kind),
        channel=Channel(row.channel),
        title=row.title,
        excerpt=getattr(row, "excerpt", ""),
        category_name=category_name(row.category, release),
        district_name=district_name(row.district, release),
        state=MessageState(row.state),
        emergency=row.emergency,
        returned_by=returned,
        returned_by_name=unit_name(returned, release) if returned else unit_name("", release),
        suggested_unit=_suggested(row, release, returned),
        received_at=row.received_at,
        accept_due_at=row.accept_due_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        light=_light(row, release, at),
    )


def _suggested(row: Message, release: BoardRelease, returned: str) -> str:
    """Whom the duty list names, else whoever answers for the district; never the unit that has just sent it back."""
    duty = dispatch.duty_for(row.category, row.district, release) if row.category else None
    districts = [release.district(code) for code in dispatch.lineage(row.district, release)]
    units = [duty.unit] if duty else []
    units += [each.unit for each in districts if each is not None]
    return next((unit for unit in units if unit != returned and not (row.kind == Kind.REPORT and unit == row.wished_unit)), "")


def _light(row: Message, release: BoardRelease, at: datetime) -> Light:
    """Of the limit to accept; of what is accepted, as long again until a unit has it."""
    since = row.accepted_at or row.received_at
    waits = until(release.acceptance_limit, since, almanac())
    return light(at, amber_at=waits.amber_at, due_at=waits.at)
