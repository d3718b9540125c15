"""What an issuer asks about the licences it keeps, and what a holder asks about what happened to theirs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.kernel import access_log, identifiers
from tongban.licences import access, models, rules, terms
from tongban.licences.queries.corrections import correction_as_term, kept_types
from tongban.licences.queries.life_proposals import proposals_of
from tongban.licences.queries.types import department_name, licence_type

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tongban.identity.terms import Actor

FOUND_LIMIT = 100


def find(text: str, *, by: Actor, at: datetime, purpose: str) -> tuple[terms.Licence, ...]:
    """Licences that this actor's departments keep, newest first: by identifier, printed number, or the number of who holds them.

    Reading its own record is the issuer's duty; the holders see that it was looked at.
    """
    own = kept_types(by)
    asked = text.strip()
    if not own or not asked:
        return ()
    found = _by_text(asked, own, by=by, at=at, purpose=purpose)
    if found:
        holders = {holder for each in found for holder in each.holder_ids}
        access_log.note("licences.find", by=by, at=at, purpose=purpose, holders=holders, fields=own)
    return found


def _by_text(asked: str, own: list[str], *, by: Actor, at: datetime, purpose: str) -> tuple[terms.Licence, ...]:
    kept = models.Licence.objects.filter(type__in=own).newest_first()
    if rules.SHAPE.fullmatch(asked.upper()):
        return _terms(kept.filter(identifier=asked.upper()))
    by_number = _terms(kept.filter(number=asked))
    if by_number or not _is_holders_number(asked):
        return by_number
    holder = identity_queries.holder_by_code(asked, by=by, at=at, purpose=purpose)
    return _terms(kept.held_by([holder.id])) if holder is not None else ()


def _is_holders_number(text: str) -> bool:
    for read in (identifiers.identity_number, identifiers.uscc):
        try:
            read(text)
        except identifiers.InvalidIdentifier:
            continue
        return True
    return False


def record(licence_id: UUID, *, by: Actor, at: datetime, purpose: str) -> terms.Record:
    """A licence with all that its issuer keeps about it. Refuses: UnknownLicence, also to whoever's department does not keep it."""
    row = models.Licence.objects.standing().filter(pk=licence_id).first()
    if row is None or not access.keeps(by, licence_type(row.type_id)):
        raise terms.UnknownLicence(str(licence_id))
    inside = row.opened()
    licence = row.as_term(licence_type(row.type_id), inside)
    access_log.note("licences.record", by=by, at=at, purpose=purpose, holders=licence.holder_ids, subject=row.identifier)
    reported = models.Correction.objects.filter(licence_id=licence_id).order_by("-asked_at", "id")[:FOUND_LIMIT]
    return terms.Record(
        licence=licence,
        events=_events(licence_id),
        versions=_versions(row),
        corrections=tuple(map(correction_as_term, reported)),
        open_to=rules.open_to(licence.state),
        intact=row.is_attested(inside),
        proposals=proposals_of(licence_id, at=at),
        may_decide=access.may_decide(by, licence_type(row.type_id)),
    )


def basis_cited(basis: str) -> bool:
    """Whether a basis names a law with its article, as every change of a licence must."""
    try:
        rules.require_cited(basis)
    except terms.BasisNotCited:
        return False
    return True


def life_of(licence_id: UUID, *, by: Actor, at: datetime, purpose: str) -> tuple[terms.LifeEvent, ...]:
    """What happened to one's own licence, the latest first. Refuses: UnknownLicence."""
    row = models.Licence.objects.filter(pk=licence_id).first()
    licence = row.as_term(licence_type(row.type_id)) if row is not None else None
    if licence is None or not access.holds(by, licence.holder_ids):
        raise terms.UnknownLicence(str(licence_id))
    access_log.note("licences.life_of", by=by, at=at, purpose=purpose, holders=licence.holder_ids, subject=licence.identifier)
    return _events(licence_id)


def _events(licence_id: UUID) -> tuple[terms.LifeEvent, ...]:
    found = models.LicenceEvent.objects.filter(licence_id=licence_id).order_by("-at", "-id")
    return tuple(row.as_term(department_name(row.department)) for row in found)


def _versions(row: models.Licence) -> tuple[terms.Licence, ...]:
    """All versions have one holder, type and printed number."""
    return _terms(models.Licence.objects.filter(holder_id=row.holder_id, type=row.type_id, number=row.number).order_by("-version"))


def _terms(found: QuerySet[models.Licence]) -> tuple[terms.Licence, ...]:
    return tuple(row.as_term(licence_type(row.type_id)) for row in found[:FOUND_LIMIT])
