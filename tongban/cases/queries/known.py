"""What the city already knows for an application: form values with their sources, and licences that satisfy materials."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases import access
from tongban.cases.rules.application import known_values, material_types, prefill_types
from tongban.cases.terms import Prefilled, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor, Holder
    from tongban.licences.terms import Licence

PREFILL = "cases.prefill"


@dataclass(frozen=True)
class Parties:
    """The applicant, and the agent's own facts as far as a form is filled from them."""

    applicant: Holder
    agent: Mapping[str, Any]


def parties(release: Release, applicant_id: UUID, *, by: Actor, at: datetime, purpose: str) -> Parties:
    """Who applies and who acts for them, in one question. Refuses: UnknownCase when there is no such applicant."""
    wanted = {applicant_id, *([by.person_id] if by.person_id and _asks_for_agent(release) else ())}
    found = identity_queries.holders(wanted, by=by, at=at, purpose=purpose)
    if applicant_id not in found:
        raise UnknownCase(str(applicant_id))
    agent = found.get(by.person_id) if by.person_id else None
    return Parties(found[applicant_id], holder_facts(agent) if agent else {"name": by.name})


def holder_facts(holder: Holder) -> dict[str, Any]:
    """A holder as conditions and prefills may read them (`holder.name`)."""
    return {
        "kind": holder.kind.value,
        "id": str(holder.id),
        "name": holder.name,
        "code": holder.code,
        "phone": holder.phone,
        "address": holder.address,
        "legal_representative": holder.legal_representative,
    }


def _asks_for_agent(release: Release) -> bool:
    """Whether the form is filled from more of the agent than a name, which is on the actor already."""
    return any(source.startswith("person.") and source != "person.name" for source in release.form.prefill.values())


def prefill(release: Release, applicant_id: UUID, *, by: Actor, at: datetime) -> Prefilled:
    """What the city knows of an applicant for this service. Refuses: Denied for whom this actor does not act."""
    access.require_applicant(by, applicant_id)
    known = parties(release, applicant_id, by=by, at=at, purpose=PREFILL)
    licences = licences_to_choose(release, applicant_id, by=by, at=at, purpose=PREFILL)
    holder = holder_facts(known.applicant)
    form, provenance = known_values(release.form.prefill, holder=holder, person=known.agent, licences=licences)
    found = {spec.key: tuple(licence for licence in licences if licence.type_code in spec.licence) for spec in release.materials}
    return Prefilled(form=form, provenance=provenance, materials={key: usable for key, usable in found.items() if usable})


def asked_materials(
    release: Release, *, form: Mapping[str, Any], situation: Mapping[str, Any], applicant_id: UUID, by: Actor, at: datetime
) -> tuple[MaterialSpec, ...]:
    """The materials that these answers ask for; the answers have passed `check_form`. Refuses: Denied."""
    access.require_applicant(by, applicant_id)
    if not any("holder." in spec.when for spec in release.materials):
        return asked(release, form=form, situation=situation, holder={})
    known = parties(release, applicant_id, by=by, at=at, purpose=PREFILL)
    return asked(release, form=form, situation=situation, holder=holder_facts(known.applicant))


def asked(
    release: Release, *, form: Mapping[str, Any], situation: Mapping[str, Any], holder: Mapping[str, Any]
) -> tuple[MaterialSpec, ...]:
    """The materials whose condition holds on these answers."""
    return tuple(
        spec
        for spec in release.materials
        if not spec.when or catalog_queries.evaluate(spec.when, form=form, situation=situation, holder=holder)
    )


def licences_to_choose(release: Release, holder_id: UUID, *, by: Actor, at: datetime, purpose: str) -> list[Licence]:
    """Usable licences of every type that the service asks for or fills its form from."""
    types = material_types(release.materials) | prefill_types(release.form.prefill)
    return _licences(types, (), holder_id, by=by, at=at, purpose=purpose)


def licences_handed(release: Release, holder_id: UUID, handed: Iterable[Handed], *, by: Actor, at: datetime, purpose: str) -> list[Licence]:
    """Usable licences that were handed in, and those that the form is filled from."""
    named = [each.licence_id for each in handed if each.licence_id is not None]
    return _licences(prefill_types(release.form.prefill), named, holder_id, by=by, at=at, purpose=purpose)


def _licences(types: Collection[str], named: Collection[UUID], holder_id: UUID, *, by: Actor, at: datetime, purpose: str) -> list[Licence]:
    """Licences of the applicant, then of the agent's own person, newest first; nothing is asked where none could matter."""
    if not types and not named:
        return []
    holders = [holder_id, *([by.person_id] if by.person_id and by.person_id != holder_id else ())]
    on = clock.city_date(at)
    found = licence_queries.usable_for(holder_ids=holders, types=types, named=named, on=on, by=by, at=at, purpose=purpose)
    return sorted(found, key=lambda licence: licence.holder_id != holder_id)
