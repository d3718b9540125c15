"""The duty desk's own screen: who is on shift, what the last shift left, how many call-outs there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tongban.duty import access
from tongban.duty.models import Note, NoteReading, Shift
from tongban.duty.queries.callouts import open_callouts
from tongban.duty.queries.lines import plan
from tongban.duty.terms import CallOutState, HandOver, NoteRead, Overview, ShiftView
from tongban.identity import queries as identity_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

NOTES = 30
LATELY = 20  # notes that a new shift is expected to have read


def on_shift(*, by: Actor, at: datetime) -> tuple[ShiftView, ...]:
    """Who is at the desk now. Refuses: NoDuty, Denied."""
    access.require_desk(by, plan().desk)
    rows = list(Shift.objects.filter(ended_at__isnull=True, begun_at__lte=at).order_by("begun_at"))
    names = identity_queries.names_of([row.login_id for row in rows])
    return tuple(ShiftView(row.pk, row.login_id, names.get(row.login_id, ""), row.begun_at, row.ended_at) for row in rows)


def handover_notes(*, by: Actor, before: datetime | None = None, limit: int = NOTES) -> tuple[HandOver, ...]:
    """What shifts told the next, the newest first, with who has read each. Refuses: NoDuty, Denied."""
    access.require_desk(by, plan().desk)
    found = Note.objects.order_by("-at", "-id")
    rows = list((found.filter(at__lt=before) if before is not None else found)[:limit])
    read: dict[UUID, list[NoteReading]] = defaultdict(list)
    for reading in NoteReading.objects.filter(note__in=[row.pk for row in rows]).order_by("at"):
        read[reading.note_id].append(reading)
    logins = {row.written_by for row in rows} | {each.login_id for readings in read.values() for each in readings}
    names = identity_queries.names_of(logins)
    return tuple(
        HandOver(
            id=row.pk,
            text=str(row.text),
            by_name=names.get(row.written_by, ""),
            at=row.at,
            read=tuple(NoteRead(names.get(each.login_id, ""), each.at) for each in read[row.pk]),
            read_by_me=row.written_by == by.id or any(each.login_id == by.id for each in read[row.pk]),
        )
        for row in rows
    )


def overview(*, by: Actor, at: datetime) -> Overview:
    """What the desk's screen says first. Refuses: NoDuty, Denied."""
    shifts = on_shift(by=by, at=at)
    waiting = open_callouts(by=by, at=at)
    return Overview(
        on_shift=shifts,
        calling=sum(view.state is CallOutState.CALLING for view in waiting),
        loud=sum(view.loud for view in waiting),
        unread_notes=sum(not note.read_by_me for note in handover_notes(by=by, limit=LATELY)),
    )
