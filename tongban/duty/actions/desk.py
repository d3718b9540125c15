"""The duty desk: shifts begin and end, and one tells the next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.duty import access, events, queries
from tongban.duty.models import Note, NoteReading, Plan, Shift
from tongban.duty.terms import AlreadyOnShift, DeskLeftEmpty, NotOnShift, UnknownNote, WordsMissing
from tongban.kernel import facts, idempotency, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def begin_shift(*, by: Actor, at: datetime) -> UUID:
    """Sit down at the duty desk. Refuses: NoDuty, Denied, AlreadyOnShift."""
    access.require_own_shift(by, queries.plan().desk)
    _lock()
    if Shift.objects.filter(login=by.id, ended_at__isnull=True).exists():
        raise AlreadyOnShift
    row = Shift(login_id=by.id, begun_at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("duty.begin_shift", by=by, at=at, subject=row),
        facts.entry(events.ShiftBegun(shift_id=row.pk, login_id=row.login_id, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def end_shift(*, by: Actor, at: datetime, left_empty_because: str = "") -> None:
    """Leave the desk. Whoever leaves it empty says why. Refuses: NoDuty, Denied, NotOnShift, DeskLeftEmpty."""
    access.require_own_shift(by, queries.plan().desk)
    _lock()
    row = Shift.objects.select_for_update(of=("self",)).filter(login=by.id, ended_at__isnull=True).first()
    if row is None:
        raise NotOnShift
    empty = not Shift.objects.filter(ended_at__isnull=True).exclude(pk=row.pk).exists()
    if empty and not left_empty_because.strip():
        raise DeskLeftEmpty
    row.ended_at, row.left_empty_because = at, left_empty_because.strip() if empty else ""
    rows.write(
        rows.update(row, ["ended_at", "left_empty_because"]),
        ledger.entry("duty.end_shift", by=by, at=at, subject=row, codes={"left_empty": "yes" if empty else "no"}),
        facts.entry(events.ShiftEnded(shift_id=row.pk, login_id=row.login_id, left_empty=empty, at=at)),
    )


@transaction.atomic(savepoint=False)
def write_note(*, key: UUID, text: str, by: Actor, at: datetime) -> UUID:
    """Tell the next shift. Refuses: NoDuty, Denied, WordsMissing, KeyReused."""
    access.require_own_shift(by, queries.plan().desk)
    if not text.strip():
        raise WordsMissing("text")
    row = Note(text=text.strip(), written_by=by.id, at=at)
    first = idempotency.claim(verb="duty.write_note", key=key, by=by, at=at, result=row.pk, request=text.encode())
    if first is not None:
        return first
    rows.write(
        *rows.insert(row),
        ledger.entry("duty.write_note", by=by, at=at, subject=row),
        facts.entry(events.NoteWritten(note_id=row.pk, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def acknowledge_note(*, note_id: UUID, by: Actor, at: datetime) -> None:
    """Say that one has read a note; once is enough. Refuses: NoDuty, Denied, UnknownNote."""
    access.require_own_shift(by, queries.plan().desk)
    note = Note.objects.select_for_update(of=("self",)).defer("text").filter(pk=note_id).first()
    if note is None or by.id is None:
        raise UnknownNote(note_id)
    if NoteReading.objects.filter(note=note, login_id=by.id).exists():
        return
    rows.write(
        *rows.insert(NoteReading(note=note, login_id=by.id, at=at)),
        ledger.entry("duty.acknowledge_note", by=by, at=at, subject=note),
        facts.entry(events.NoteAcknowledged(note_id=note.pk, login_id=by.id, at=at)),
    )


def _lock() -> None:
    """Those who come and go queue up, so that two who leave at once do not each think the other stays."""
    Plan.objects.select_for_update(of=("self",)).only("pk").first()
