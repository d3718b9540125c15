"""Verbs about persons, organisations and mandates."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import access, events
from tongban.identity.models import Mandate, Organisation, Person
from tongban.identity.models import Subject as SubjectRow
from tongban.identity.models.subject import subject_index
from tongban.identity.terms import CREDIT_CODE, IDENTITY_NUMBER, HolderKind, Subject
from tongban.kernel import facts, idempotency, identifiers, ledger, rows

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


class PeriodReversed(ValueError):
    """A mandate would end before it begins."""


@transaction.atomic(savepoint=False)
def enrol_person(*, key: UUID, name: str, number: str, phone: str = "", address: str = "", by: Actor, at: datetime) -> UUID:
    """Enter a person; the same number again gives the same person. Refuses: Denied, InvalidIdentifier, KeyReused."""
    access.require_system(by)
    number = identifiers.identity_number(number)
    subject = Subject(HolderKind.PERSON, IDENTITY_NUMBER, number, name)
    person_id = _subject_id(subject, at=at)
    known = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
    if known is not None:
        return known.pk
    first = idempotency.claim(verb="identity.enrol_person", key=key, by=by, at=at, result=person_id, request=person_id.bytes)
    if first is not None:
        return first
    particulars = {"name": name, "number": number, "phone": phone, "address": address}
    person, made = Person.objects.get_or_create(id=person_id, defaults=particulars)
    if not made:  # by another request that was quicker
        return person.pk
    rows.write(
        ledger.entry("identity.enrol_person", by=by, at=at, subject=person),
        facts.entry(events.PersonEnrolled(person_id=person.pk, at=at)),
    )
    return person.pk


@transaction.atomic(savepoint=False)
def enrol_organisation(
    *,
    key: UUID,
    name: str,
    uscc: str,
    legal_representative_name: str,
    legal_representative_id: UUID | None = None,
    phone: str = "",
    address: str = "",
    by: Actor,
    at: datetime,
) -> UUID:
    """Enter an organisation; the same credit code again gives the same one. Refuses: Denied, InvalidIdentifier, KeyReused."""
    access.require_system(by)
    code = identifiers.uscc(uscc)
    organisation_id = _subject_id(Subject(HolderKind.ORGANISATION, CREDIT_CODE, code, name), at=at)
    known = Organisation.objects.select_for_update(of=("self",)).filter(uscc=code).first()
    if known is not None:
        return known.pk
    first = idempotency.claim(verb="identity.enrol_organisation", key=key, by=by, at=at, result=organisation_id, request=code.encode())
    if first is not None:
        return first
    particulars = {"id": organisation_id, "name": name, "phone": phone, "address": address}
    representative = {"legal_representative_name": legal_representative_name, "legal_representative_id": legal_representative_id}
    organisation, made = Organisation.objects.get_or_create(uscc=code, defaults=particulars | representative)
    if not made:  # by another request that was quicker
        return organisation.pk
    rows.write(
        ledger.entry("identity.enrol_organisation", by=by, at=at, subject=organisation),
        facts.entry(events.OrganisationEnrolled(organisation_id=organisation.pk, at=at)),
    )
    return organisation.pk


def _subject_id(subject: Subject, *, at: datetime) -> UUID:
    """The id by which papers know this holder, entered if none has come yet."""
    index = subject_index(subject.code_type, subject.code)
    return SubjectRow.get_or_create({index: subject}, at=at)[0][index]


@transaction.atomic(savepoint=False)
def grant_mandate(
    *,
    person_id: UUID,
    organisation_id: UUID,
    scope: str = "all",
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Let a person act for an organisation; a mandate that covers this time already stays. Refuses: Denied, PeriodReversed."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    access.require_may_grant(by, organisation)
    if valid_until is not None and valid_until < valid_from:
        raise PeriodReversed(f"{valid_from} to {valid_until}")
    person = Person.objects.get(pk=person_id)
    known = organisation.mandates.covering(valid_from, valid_until).filter(person=person, scope=scope).first()
    if known is not None:
        return known.pk
    mandate = Mandate.objects.create(
        person=person, organisation=organisation, scope=scope, valid_from=valid_from, valid_until=valid_until, granted_at=at
    )
    rows.write(
        ledger.entry("identity.grant_mandate", by=by, at=at, subject=mandate, basis="Civil Code art. 163, 165"),
        facts.entry(events.MandateGranted(organisation_id=organisation.pk, mandate_id=mandate.pk, at=at)),
    )
    return mandate.pk


@transaction.atomic(savepoint=False)
def revoke_mandate(*, mandate_id: UUID, by: Actor, at: datetime) -> None:
    """End a mandate at once; a mandate that has ended stays ended. Refuses: Denied."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(mandates=mandate_id)
    access.require_may_grant(by, organisation)
    mandate = organisation.mandates.get(pk=mandate_id)
    if mandate.revoked_at is not None:
        return
    mandate.revoked_at = at
    mandate.save(update_fields=["revoked_at"])
    rows.write(
        ledger.entry("identity.revoke_mandate", by=by, at=at, subject=mandate, basis="Civil Code art. 173"),
        facts.entry(events.MandateRevoked(organisation_id=organisation.pk, mandate_id=mandate.pk, at=at)),
    )
