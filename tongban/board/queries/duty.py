"""The duty desk around the clock: everything that no unit has, the loudest first; and whom the city's desk is to call back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Left

from tongban.board import access
from tongban.board.models import CalledBack, Message
from tongban.board.queries.almanac import almanac
from tongban.board.queries.lines import EXCERPT, category_name, district_name, unit_name
from tongban.board.queries.masks import with_doors
from tongban.board.queries.pages import MOST
from tongban.board.queries.viewing import Viewing
from tongban.board.terms import (
    AuthorKind,
    CallBack,
    CallBackLine,
    Channel,
    DutyCounts,
    DutyLine,
    MessageState,
    ReportedOn,
    Satisfaction,
    UnknownMessage,
)
from tongban.duty.terms import Matter
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Light, light, until
from tongban.responsibilities.queries import board, danger, duty_for, lineage, units
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import MessageView
    from tongban.duty.terms import Urgency
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

CALLS, NEXT_CALL, CALLS_WITHIN = 3, timedelta(hours=18), timedelta(days=30)  # of an author whom nobody has reached
QUEUE, DANGERS = "board.duty_queue", 20  # so many dangers are told with their doors
PLACE_SAID = 60  # characters of a place that a text message has room for
OF_MATTER = ("number", "release_id", "district", "place", "title", "text", "kind", "wished_unit", "emergency")
WRITTEN = ("title", "text", "address")
AS_IT_STANDS = "number title emergency received_at accept_due_at accepted_at due_at".split()
WAITING = (MessageState.RECEIVED, MessageState.ACCEPTED)
COLUMNS = tuple(
    (
        "number release_id kind channel title category district state emergency unit returns received_at accept_due_at accepted_at due_at"
    ).split()
)


def duty_queue(by: Actor, *, at: datetime, limit: int = MOST) -> tuple[DutyLine, ...]:
    """Everything that no unit has: danger first, then not accepted by its limit, then accepted and without a unit. One statement.

    Of danger with the door, which is in the log of reads once for those who look on, not again each few seconds.
    Empty for whoever is not at the duty desk.
    """
    if not access.at_desk(by, board().duty_desk):
        return ()
    found = Message.objects.filter(state__in=WAITING).only(*COLUMNS).annotate(excerpt=Left("text", EXCERPT))
    rows = found.order_by("-emergency", F("accepted_at").desc(nulls_first=True), "accept_due_at", "pk")[: min(limit, MOST)]
    told = _with_doors([row.pk for row in rows if row.emergency][:DANGERS], by=by, at=at)
    return tuple(replace(_line(row, at=at), **told.get(row.pk, {})) for row in rows)


def _with_doors(urgent: list[UUID], *, by: Actor, at: datetime) -> dict[UUID, dict[str, str]]:
    """What was written of a danger, with its door, for whoever sends help; names and numbers stay hidden."""
    rows = Message.objects.filter(pk__in=urgent).only("written", "author_id").order_by("pk") if urgent else []
    subject = " ".join(str(row.pk) for row in rows)
    if rows and not any((each.question, each.actor_id) == (QUEUE, by.id) for each in access_log.reads_of_subject(subject)):
        holders = {row.author_id for row in rows if row.author_id}
        access_log.note(QUEUE, by=by, at=at, purpose="board.handling", holders=holders, subject=subject, fields=WRITTEN)
    told = {}
    for row in rows:
        title, text, place = (with_doors(row.words()[name]) for name in WRITTEN)
        told[row.pk] = {"title": title, "excerpt": " · ".join(filter(None, (place, text)))[:EXCERPT]}
    return told


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

    Whoever was not reached comes again the next day, behind all others, up to three calls within a month.
    Empty for whoever is not at the city's desk for it. What a unit answered is never shown to that unit.
    """
    release, limit = board(), min(limit, MOST)
    if not access.at_desk(by, release.call_back_desk):
        return ()
    mine = access.to_call_back(by, release) & ~access.about_us(by, release, units(release))
    shown = Message.objects.filter(mine).defer("terms", "written", "author").order_by("answered_at")
    calls = CalledBack.objects.filter(message=OuterRef("pk")).order_by().values("message").annotate(n=Count("pk"), last=Max("at"))
    again = shown.filter(called_back=CallBack.UNREACHED, answered_at__gt=at - CALLS_WITHIN)
    again = again.annotate(n=Subquery(calls.values("n")), last=Subquery(calls.values("last"))).filter(n__lt=CALLS, last__lt=at - NEXT_CALL)
    first = [*shown.filter(called_back="")[:limit]]
    return tuple(_to_call(row) for row in [*first, *again[: limit - len(first)]])


def to_ask(message_id: UUID, *, by: Actor, at: datetime) -> MessageView:
    """One of them with its answer, in masked words: what to ask its author about. Refuses: UnknownMessage."""
    release = board()
    found = Message.objects.filter(~access.about_us(by, release, units(release)), pk=message_id, answered_at__isnull=False)
    row = found.defer("terms").select_related("merged_into").first()
    if row is None or not access.at_desk(by, release.call_back_desk) or row.unit in access.answering_for(by, release):
        raise UnknownMessage(str(message_id))
    return Viewing.of(row, at=at, own=False).view()


def matter(message_id: UUID, *, unit: str = "") -> Matter:
    """What whoever is called out for a message, of this unit, is told, and reads once they have acknowledged: masked words.

    Refuses: UnknownMessage; ReportedOn for whom a report is about.
    """
    row = Message.objects.filter(pk=message_id).only(*OF_MATTER).first()
    if row is None:
        raise UnknownMessage(str(message_id))
    release = board(row.release_id)
    if access.barred(row, unit, units(release)) and (row.wished_unit or not row.emergency):  # whom it only names may be needed in danger
        raise ReportedOn(unit)
    district, place = district_name(row.district, release), row.place[:PLACE_SAID]
    known = Bilingual("" if place.startswith(district.zh) else district.zh, district.en)
    where = Bilingual(f"{known.zh}{place}", ", ".join(filter(None, (place, known.en)))) if place or known.zh else None
    return Matter(row.number, where, danger(release, f"{row.title}\n{row.text}"), row.text)


def calling(message_id: UUID, unit: str, urgency: Urgency) -> dict[str, Any]:
    """What the clock asks of `duty.call_out` for a message: with the same key however often. Refuses: UnknownMessage."""
    subject = {"subject_type": "board.message", "subject_id": message_id}
    return {
        "key": uuid5(message_id, f"{unit} {urgency}"),
        "unit": unit,
        "urgency": urgency,
        "matter": matter(message_id, unit=unit),
        **subject,
    }


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
        **{name: getattr(row, name) for name in AS_IT_STANDS},
        message_id=row.pk,
        kind=Kind(row.kind),
        channel=Channel(row.channel),
        excerpt=getattr(row, "excerpt", ""),
        category_name=category_name(row.category, release),
        district_name=district_name(row.district, release),
        state=MessageState(row.state),
        returned_by=returned,
        returned_by_name=unit_name(returned, release) if returned else unit_name("", release),
        suggested_unit=_suggested(row, release, returned),
        light=_light(row, release, at),
    )


def _suggested(row: Message, release: BoardRelease, returned: str) -> str:
    """Whom the duty list names, else whoever answers for the district; not who has just sent it back. Of a report nobody."""
    if row.kind == Kind.REPORT:
        return ""
    duty = duty_for(row.category, row.district, release) if row.category else None
    districts = [release.district(code) for code in lineage(row.district, release)]
    named = [duty.unit] if duty else []
    named += [each.unit for each in districts if each is not None]
    return next((unit for unit in named if unit != returned), "")


def _light(row: Message, release: BoardRelease, at: datetime) -> Light:
    """Of the limit to accept; of what is accepted, as long again until a unit has it."""
    since = row.accepted_at or row.received_at
    waits = until(release.acceptance_limit, since, almanac())
    return light(at, amber_at=waits.amber_at, due_at=waits.at)
