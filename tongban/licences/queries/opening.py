"""Licences for `sharing`, which asks who may see them and writes the log itself: nobody else imports this (contract `opened-records`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max

from tongban.kernel import documents, transparency
from tongban.licences import access, models, terms
from tongban.licences.models.face import face
from tongban.licences.queries.audit import CHANGED, SUBJECT, intact
from tongban.licences.queries.lookup import borne_out, held_rows, identified_row
from tongban.licences.queries.resolving import checked
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel import rows

ANNOTATED = Path(__file__).resolve().parents[1] / "faces" / "copy.typ"


def opened(licence_id: UUID) -> terms.Opened | None:
    """A licence by its id."""
    return _opened(models.Licence.objects.standing().filter(pk=licence_id).first())


def opened_by_identifier(identifier: str) -> terms.Opened | None:
    """A licence by its identifier, as it is printed."""
    return _opened(identified_row(identifier))


def opened_at_place(status_place: int) -> terms.Opened | None:
    """A licence by its place in the status lists, which is all that a credential tells of it."""
    return _opened(models.Licence.objects.standing().filter(status_place=status_place).first())


def readable(licence_id: UUID, *, by: Actor, handling: terms.Handling | None = None) -> terms.Opened:
    """A licence that this actor may read, as the library itself decides it.

    Refuses: Denied to staff without a case; UnknownLicence, also for a record that nobody can read any more.
    """
    access.require_case(by, handling)
    found = opened(licence_id)
    if found is None or not found.holders or not access.holds(by, found.holder_ids, handling):
        raise terms.UnknownLicence(str(licence_id))
    return found


def held(holder_ids: Collection[UUID], types: Collection[str], *, on: date, noted: rows.Part) -> Iterator[terms.Licence]:
    """What these hold of these types and can use on a day, newest first, in one statement with the line of the log (ADR 0020)."""
    for row, inside in borne_out(held_rows(holder_ids, types, (), on, ended=0, noted=noted)):
        licence = row.as_term(licence_type(row.type_id), inside)
        if licence.usable_on(on) and licence.held_by_any(holder_ids):
            yield licence


def checked_held(holder_id: UUID, *, on: date, most: int) -> tuple[terms.Checked, ...]:
    """All that somebody holds, alone or jointly, each verified, newest first; without records that nobody can read any more."""
    held_by = models.Licence.objects.standing().held_by([holder_id]).newest_first()[:most]
    return tuple(found for row in held_by if (found := checked(row, on)))


def joint_with(holder_id: UUID) -> frozenset[UUID]:
    """Those who hold some licence together with this holder."""
    held = dict(models.Licence.objects.held_by([holder_id]).values_list("pk", "holder_id"))
    shared = set(models.JointHolder.objects.filter(licence_id__in=list(held)).values_list("licence_id", "holder_id"))
    return frozenset({holder for _licence, holder in shared} | {held[licence] for licence, _holder in shared}) - {holder_id}


def located(*, identifier: str = "", licence_id: UUID | None = None) -> terms.Located | None:
    """Of which type a licence is and who holds it, by its identifier or its id."""
    named = {"pk": licence_id} if licence_id else {"identifier": identifier}
    found = models.Licence.objects.filter(**named).values_list("pk", "type_id", "holder_id").first()
    return terms.Located(*found) if found else None


def last_place() -> int | None:
    """The last place in the status lists that a licence has; None where there is none."""
    return models.Licence.objects.aggregate(last=Max("status_place"))["last"]


def ended_places(first: int, end: int) -> Iterator[tuple[int, terms.LicenceState]]:
    """The places from `first` to before `end` whose licences are not valid, which are one in a hundred, and their states.

    One that calls itself valid while its last event ended it is none that holds, and is told as revoked.
    """
    found = models.Licence.objects.exclude(state=terms.LicenceState.VALID).filter(status_place__gte=first, status_place__lt=end)
    for place, state in found.values_list("status_place", "state").iterator(chunk_size=5000):
        yield place, terms.LicenceState(state)
    changed = models.Licence.objects.filter(state=terms.LicenceState.VALID, status_place__gte=first, status_place__lt=end)
    changed = changed.filter(pk__in=models.LicenceEvent.objects.values("licence_id")).standing().filter(stands=False)
    for place in changed.values_list("status_place", flat=True):
        yield place, terms.LicenceState.REVOKED


def log_proof(licence_id: UUID) -> transparency.Proof | None:
    """The proof of the newest entry about a licence; None until a checkpoint covers it, or where a whole stock is one entry."""
    return transparency.proof(SUBJECT, str(licence_id))


def agrees(licence_id: UUID, proven: transparency.Proof | None) -> bool:
    """Whether the event is there, and as it was written, of which the proof of the newest entry says that it changed the licence."""
    if proven is None or proven.act != CHANGED:
        return True
    event = models.LicenceEvent.objects.filter(licence_id=licence_id, digest=proven.digest).first()
    return event is not None and intact(event)


def annotated(found: terms.Opened, note: Mapping[str, Any], *, at: datetime) -> bytes:
    """The face of a licence under a watermark and a strip that say what the copy is for: a PDF, not sealed yet. Refuses: DocumentError."""
    return documents.render(ANNOTATED, {**face(found, licence_type(found.licence.type_code)), "copy": note}, at=at)


def _opened(row: models.Licence | None) -> terms.Opened | None:
    """Of a `standing` row: a state that its events do not bear out is a changed record."""
    if row is None:
        return None
    found = row.as_opened(licence_type(row.type_id))
    return found if row.stands else replace(found, intact=False)
