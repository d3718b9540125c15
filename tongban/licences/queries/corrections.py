"""Reported errors: what waits for an issuer's answer, and what somebody has reported."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity.terms import ActorKind
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.licences import access, models, terms
from tongban.licences.queries.types import department_name, licence_type, licence_types

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tongban.identity.terms import Actor

CORRECTIONS_LIMIT = 200
REPORTED = ("reported error",)


def corrections_waiting(*, by: Actor, at: datetime, purpose: str) -> tuple[terms.Correction, ...]:
    """What waits for the answer of this actor's departments, the most urgent first."""
    waiting = models.Correction.objects.filter(outcome="", type_code__in=kept_types(by)).order_by("due_at", "id")
    return _told("licences.corrections_waiting", waiting, by=by, at=at, purpose=purpose)


def count_corrections(*, by: Actor) -> int:
    """How many reported errors wait for this actor's departments."""
    return models.Correction.objects.filter(outcome="", type_code__in=kept_types(by)).count()


def corrections_asked(*, holder_ids: Collection[UUID], by: Actor, at: datetime, purpose: str) -> tuple[terms.Correction, ...]:
    """What these holders have reported, newest first. Refuses: Denied."""
    access.require_read(by, holder_ids)
    asked = models.Correction.objects.filter(asker__in=[str(each) for each in holder_ids]).order_by("-asked_at", "id")
    return _told("licences.corrections_asked", asked, by=by, at=at, purpose=purpose)


def corrections_of(
    licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None
) -> tuple[terms.Correction, ...]:
    """What this actor has reported about a licence, newest first; its issuer sees what anybody has."""
    found = models.Correction.objects.filter(licence_id=licence_id).order_by("-asked_at", "id")
    if by.kind is ActorKind.PERSON:
        found = found.filter(asker__in=[str(each) for each in (by.person_id, *by.mandates) if each is not None])
    elif not _keeps_type_of(licence_id, by):
        found = found.filter(asker__in=by.departments) if handling is not None else found.none()
    return _told("licences.corrections_of", found, by=by, at=at, purpose=purpose)


def correction(correction_id: UUID, *, by: Actor, at: datetime, purpose: str) -> terms.Correction:
    """One reported error, to its issuer or to whoever reported it. Refuses: UnknownCorrection."""
    row = models.Correction.objects.filter(pk=correction_id).first()
    if row is None or not (access.keeps(by, licence_type(row.type_code)) or _reported_by(row, by)):
        raise terms.UnknownCorrection(str(correction_id))
    seen = (row.type_code, *REPORTED)
    access_log.note("licences.correction", by=by, at=at, purpose=purpose, holders=[row.holder_id], subject=row.case_number, fields=seen)
    return correction_as_term(row)


def correction_as_term(row: models.Correction) -> terms.Correction:
    """A reported error in words; whoever calls has asked who may see it, and noted that it was seen."""
    name = department_name(row.asker) if row.asked_by == terms.Asker.DEPARTMENT else Bilingual("")
    return row.as_term(licence_type(row.type_code), name)


def kept_types(by: Actor) -> list[str]:
    """The licence types that this actor's departments keep."""
    return [kind.code for kind in licence_types() if access.keeps(by, kind)]


def _keeps_type_of(licence_id: UUID, by: Actor) -> bool:
    found = models.Licence.objects.filter(pk=licence_id).values_list("type_id", flat=True).first()
    return found is not None and access.keeps(by, licence_type(found))


def _reported_by(row: models.Correction, by: Actor) -> bool:
    if by.kind is ActorKind.STAFF:
        return row.asker in by.departments
    return row.asked_by == terms.Asker.HOLDER and by.acts_for(UUID(row.asker))


def _told(question: str, found: QuerySet[models.Correction], *, by: Actor, at: datetime, purpose: str) -> tuple[terms.Correction, ...]:
    shown = list(found[:CORRECTIONS_LIMIT])
    if shown:
        holders = {row.holder_id for row in shown}
        access_log.note(question, by=by, at=at, purpose=purpose, holders=holders, fields=REPORTED)
    return tuple(map(correction_as_term, shown))
