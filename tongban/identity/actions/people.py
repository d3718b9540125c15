"""Verbs about persons, organisations and mandates."""
from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import access, events
from tongban.identity.models import Mandate, Organisation, Person
from tongban.kernel import crypto, facts, idempotency, identifiers, ledger

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def enrol_person(*, key: UUID, name: str, number: str, phone: str = "", address: str = "", by: Actor, at: datetime) -> UUID:
    """Enter a person; the same number again gives the same person. Refuses: Denied, InvalidIdentifier, KeyReused."""
    access.require_system(by)
    number = identifiers.identity_number(number)
    index = crypto.blind_index(number, "identity.number")
    known = Person.objects.select_for_update(of=("self",)).filter(number_index=index).first()
    if known is not None:
        return known.pk
    person_id = uuid.uuid4()
    first = idempotency.claim(verb="identity.enrol_person", key=key, by=by, at=at, result=person_id, request=index)
    if first is not None:
        return first
    person = Person.objects.create(id=person_id, name=name, number=number, number_index=index, phone=phone, address=address)
    ledger.record("identity.enrol_person", by=by, at=at, subject=person)
    facts.publish(events.PersonEnrolled(person_id=person.pk, at=at))
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
    known = Organisation.objects.select_for_update(of=("self",)).filter(uscc=code).first()
    if known is not None:
        return known.pk
    organisation_id = uuid.uuid4()
    first = idempotency.claim(verb="identity.enrol_organisation", key=key, by=by, at=at, result=organisation_id, request=code.encode())
    if first is not None:
        return first
    organisation = Organisation.objects.create(
        id=organisation_id,
        name=name,
        uscc=code,
        legal_representative_name=legal_representative_name,
        legal_representative_id=legal_representative_id,
        phone=phone,
        address=address,
    )
    ledger.record("identity.enrol_organisation", by=by, at=at, subject=organisation)
    facts.publish(events.OrganisationEnrolled(organisation_id=organisation.pk, at=at))
    return organisation.pk


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
    """Let a person act for an organisation; granted again it stays as it is. Refuses: Denied."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    access.require_may_grant(by, organisation)
    living = Mandate.objects.filter(person_id=person_id, organisation_id=organisation_id, scope=scope, revoked_at__isnull=True).first()
    if living is not None:
        return living.pk
    mandate = Mandate.objects.create(
        person_id=person_id, organisation=organisation, scope=scope, valid_from=valid_from, valid_until=valid_until, granted_at=at
    )
    ledger.record("identity.grant_mandate", by=by, at=at, subject=mandate, basis="Civil Code art. 163, 165")
    facts.publish(events.MandateGranted(organisation_id=organisation.pk, mandate_id=mandate.pk, at=at))
    return mandate.pk


@transaction.atomic(savepoint=False)
def revoke_mandate(*, mandate_id: UUID, by: Actor, at: datetime) -> None:
    """End a mandate at once; a mandate that has ended stays ended. Refuses: Denied."""
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=mandate_id)
    access.require_may_grant(by, mandate.organisation)
    if mandate.revoked_at is not None:
        return
    mandate.revoked_at = at
    mandate.save(update_fields=["revoked_at"])
    ledger.record("identity.revoke_mandate", by=by, at=at, subject=mandate, basis="Civil Code art. 173")
    facts.publish(events.MandateRevoked(organisation_id=mandate.organisation_id, mandate_id=mandate.pk, at=at))
