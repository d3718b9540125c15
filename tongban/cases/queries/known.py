"""What the city already knows for an application: form values with their sources, and licences that satisfy materials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tongban.cases import access
from tongban.cases.rules.application import known_values, licence_types
from tongban.cases.terms import Prefilled, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor
    from tongban.licences.terms import Licence

PREFILL = "cases.prefill"


def holder_facts(applicant_id: UUID, *, by: Actor, at: datetime, purpose: str) -> dict[str, Any]:
    """The applicant as conditions and prefills may read them (`holder.name`). Refuses: UnknownCase when there is no such applicant."""
    holder = identity_queries.holder(applicant_id, by=by, at=at, purpose=purpose)
    if holder is None:
        raise UnknownCase(str(applicant_id))
    return {
        "kind": holder.kind.value,
        "id": str(holder.id),
        "name": holder.name,
        "code": holder.code,
        "phone": holder.phone,
        "address": holder.address,
        "legal_representative": holder.legal_representative,
    }


def prefill(release: Release, applicant_id: UUID, *, by: Actor, at: datetime) -> Prefilled:
    """What the city knows of an applicant for this service. Refuses: Denied for whom this actor does not act."""
    access.require_applicant(by, applicant_id)
    holder = holder_facts(applicant_id, by=by, at=at, purpose=PREFILL)
    licences = applicants_licences(release, applicant_id, by=by, at=at, purpose=PREFILL)
    person = agents_facts(release, holder, by=by, at=at, purpose=PREFILL)
    form, provenance = known_values(release.form.prefill, holder=holder, person=person, licences=licences)
    found = {spec.key: tuple(licence for licence in licences if licence.type_code in spec.licence) for spec in release.materials}
    return Prefilled(form=form, provenance=provenance, materials={key: usable for key, usable in found.items() if usable})


def asked_materials(
    release: Release, *, form: Mapping[str, Any], situation: Mapping[str, Any], applicant_id: UUID, by: Actor, at: datetime
) -> tuple[MaterialSpec, ...]:
    """The materials that these answers ask for; the answers have passed `check_form`. Refuses: Denied."""
    access.require_applicant(by, applicant_id)
    if not any("holder." in spec.when for spec in release.materials):
        return asked(release, form=form, situation=situation, holder={})
    return asked(release, form=form, situation=situation, holder=holder_facts(applicant_id, by=by, at=at, purpose=PREFILL))


def asked(
    release: Release, *, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any]
) -> tuple[MaterialSpec, ...]:
    """The materials whose condition holds on these answers."""
    return tuple(
        spec
        for spec in release.materials
        if not spec.when or catalog_queries.evaluate(spec.when, form=form, situation=situation, holder=holder)
    )


def applicants_licences(release: Release, holder_id: UUID, *, by: Actor, at: datetime, purpose: str) -> list[Licence]:
    """Usable licences of the applicant, then of the agent's own person, newest first; nothing is asked where none could matter."""
    types = licence_types(release.materials, release.form.prefill)
    if not types:
        return []
    holders = [holder_id, *([by.person_id] if by.person_id and by.person_id != holder_id else ())]
    found = licence_queries.usable_for(holder_ids=holders, types=types, on=clock.city_date(at), by=by, at=at, purpose=purpose)
    return sorted(found, key=lambda licence: licence.holder_id != holder_id)


def agents_facts(release: Release, holder: Mapping[str, Any], *, by: Actor, at: datetime, purpose: str) -> Mapping[str, Any]:
    """The agent's own facts, as far as the form is filled from them; a name alone is on the actor already."""
    wanted = {source for source in release.form.prefill.values() if source.startswith("person.")}
    if not wanted or str(by.person_id) == holder["id"]:
        return holder
    if wanted == {"person.name"}:
        return {"name": by.name}
    person = identity_queries.person_of(by, at=at, purpose=purpose)
    return {"name": person.name, "code": person.code, "phone": person.phone, "address": person.address} if person else {}
