"""Seals: the one a department seals with, those somebody may use for an applicant, and the pages of their owners."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, HolderKind
from tongban.kernel import clock, facts, imprints, ledger, rows
from tongban.seals import access, events, models, rules, terms
from tongban.seals.models import property as seals
from tongban.seals.models import watched

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

USES_SHOWN = 50
OF_HOLDER = {HolderKind.PERSON: terms.SealOwner.PERSON, HolderKind.ORGANISATION: terms.SealOwner.ORGANISATION}


def department_seal(department: str, *, at: datetime) -> terms.SealInUse:
    """The seal a department seals its licences with. A department that never had one gets it now, from the demo city's maker.

    Refuses: SealEnded, SealExpired; UnknownOwner for a department that is not there.
    """
    row = _living(terms.SealOwner.DEPARTMENT, department)
    return (row or _first(department, at)).in_use(at)


def _living(owner_kind: terms.SealOwner, owner: str) -> models.Seal | None:
    return models.Seal.objects.of(owner_kind, owner).living().filter(kind=terms.SealKind.UNIT).first()


def _first(department: str, at: datetime) -> models.Seal:
    """The first seal of a department; whoever asks at the same time waits and finds it. A seal that ended is not made anew by itself."""
    try:
        named = identity_queries.department(department)
    except KeyError:
        raise terms.UnknownOwner(department) from None
    with transaction.atomic():
        seals.alone(terms.SealOwner.DEPARTMENT, department)
        row = _living(terms.SealOwner.DEPARTMENT, department)
        if row is not None:
            return row
        ended = models.Seal.objects.of(terms.SealOwner.DEPARTMENT, department).order_by("-made_at").first()
        if ended is not None:
            raise terms.SealEnded(ended.state)
        row = models.Seal.made(
            owner_kind=terms.SealOwner.DEPARTMENT,
            owner=department,
            kind=terms.SealKind.UNIT,
            name=named.name.zh,
            custodian=named.short_name.zh,
            at=at,
        )
        event = models.SealEvent.of(row, terms.SealChange.MAKE, by=SYSTEM, at=at)
        codes = {"owner": department} | imprints.of((watched.SEAL, row, None), (watched.EVENT, event, None))
        rows.write(
            *rows.insert(row, event),
            ledger.entry("seals.make_seal", by=SYSTEM, at=at, subject=row, basis=rules.SEAL_BASIS, codes=codes),
            facts.entry(events.SealMade(seal_id=row.pk, owner_kind=row.owner_kind, at=at)),
        )
    return row


def seal_ended(esid: str) -> bool:
    """Whether a seal of the city's own is no longer in use; one that is not ours is not known to have ended."""
    return models.Seal.objects.filter(esid=esid).exclude(state=terms.SealState.IN_USE).exists()


def use_entry(used: terms.SealInUse, *, subject: str, digest: str, by: Actor, at: datetime) -> rows.Part:
    """That a seal was used, for the statement that writes what it sealed. Whoever got it from `department_seal` may use it."""
    (line,) = rows.insert(models.SealUse.of(used.id, subject=subject, digest=digest, by=by, at=at))
    return line


def seals_of(owner_kind: terms.SealOwner, owner: str, *, by: Actor) -> tuple[terms.SealView, ...]:
    """All seals of an owner, the newest first. Refuses: SealNotTheirs."""
    access.require_seals(by, owner_kind, owner)
    return tuple(row.as_view() for row in models.Seal.objects.of(owner_kind, owner).order_by("-made_at", "esid"))


def seal(seal_id: UUID, *, by: Actor) -> terms.SealView:
    """One seal, for its owner. Refuses: UnknownSeal."""
    return _owned(seal_id, by).as_view()


def seal_events(seal_id: UUID, *, by: Actor) -> tuple[terms.SealEventLine, ...]:
    """The life of a seal, from its making on. Refuses: UnknownSeal."""
    return tuple(each.as_line() for each in _owned(seal_id, by).events.order_by("id"))


def seal_uses(seal_id: UUID, *, by: Actor) -> tuple[terms.SealUseLine, ...]:
    """What a seal was used for, the newest first. Refuses: UnknownSeal."""
    newest = _owned(seal_id, by).uses.order_by("-at", "-id")[:USES_SHOWN]
    return tuple(terms.SealUseLine(each.at, each.actor_name, each.subject, each.digest, each.grant_id) for each in newest)


def seal_grants(seal_id: UUID, *, by: Actor) -> tuple[terms.SealGrantView, ...]:
    """Whom the owner lets use a seal, ended grants too, the newest first. Refuses: UnknownSeal."""
    row = _owned(seal_id, by)
    return tuple(_grant(row, each) for each in row.grants.order_by("-granted_at", "id"))


def seals_for(applicant_kind: HolderKind, applicant_id: UUID, *, by: Actor, at: datetime) -> tuple[terms.SealView, ...]:
    """The seals this actor may use for an applicant now. A person's own is not among them before its first use."""
    found = models.Seal.objects.of(OF_HOLDER[applicant_kind], str(applicant_id)).living().order_by("-kind", "made_at")
    usable = [row for row in found if row.as_view().usable_at(at)]
    if access.disposes_of(by, OF_HOLDER[applicant_kind], str(applicant_id)):
        return tuple(row.as_view() for row in usable)
    return tuple(row.as_view() for row in usable if _living_grant(row, by, at) is not None)


def usable_seal(
    seal_id: UUID, *, applicant_kind: HolderKind, applicant_id: UUID, by: Actor, at: datetime
) -> tuple[terms.SealInUse, UUID | None]:
    """A seal about to be used for an applicant, and the grant that allows it (None: by whoever owns it).

    Refuses: UnknownSeal, SealNotGranted, SealEnded, SealExpired.
    """
    row = models.Seal.objects.of(OF_HOLDER[applicant_kind], str(applicant_id)).filter(pk=seal_id).first()
    if row is None:
        raise terms.UnknownSeal(str(seal_id))
    if access.disposes_of(by, OF_HOLDER[applicant_kind], str(applicant_id)):
        return row.in_use(at), None
    grant = _living_grant(row, by, at)
    if grant is None:
        raise terms.SealNotGranted(row.esid)
    return row.in_use(at), grant.pk


def _living_grant(row: models.Seal, by: Actor, at: datetime) -> models.SealGrant | None:
    """Whoever holds a mandate of the company, and a grant of this very seal."""
    if by.person_id is None or not by.acts_for(UUID(row.owner)):
        return None
    today = clock.city_date(at)
    enough = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return row.grants.filter(enough, person_id=by.person_id, revoked_at__isnull=True, valid_from__lte=today).first()


def _owned(seal_id: UUID, by: Actor) -> models.Seal:
    row = models.Seal.objects.filter(pk=seal_id).first()
    if row is None or not access.disposes_of(by, terms.SealOwner(row.owner_kind), row.owner):
        raise terms.UnknownSeal(str(seal_id))
    return row


def _grant(row: models.Seal, each: models.SealGrant) -> terms.SealGrantView:
    return terms.SealGrantView(
        id=each.pk,
        seal_id=row.pk,
        seal_name=row.name,
        person_id=each.person_id,
        person_name=each.person_name,
        valid_from=each.valid_from,
        valid_until=each.valid_until,
        revoked_at=each.revoked_at,
    )
