"""What the city already knows for an application: form values with their sources, and licences that satisfy materials."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases import access
from tongban.cases.rules.application import duty_types, filled_by, known_values, material_types, prefill_types
from tongban.cases.terms import Prefilled, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Use

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor, Holder
    from tongban.licences.terms import Checked, Licence

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
    types = material_types(release.materials) | prefill_types(release.form.prefill)
    found = _checked(types, (), applicant_id, by=by, at=at, purpose=PREFILL)
    licences, holder = usable(found), holder_facts(known.applicant)
    form, provenance = known_values(release.form.prefill, holder=holder, person=known.agent, licences=licences)
    fills = {each.id: tuple(filled_by(each.type_code, release.form.prefill, provenance, each.identifier)) for each in licences}
    return Prefilled(
        form=form,
        provenance=provenance,
        materials=_by_material(release, licences),
        checks={each.licence.id: each.checks for each in found},
        unusable=_unusable(release, [each for each in found if not each.checks.hold and each.licence.holder_id == applicant_id]),
        fills={licence_id: fields for licence_id, fields in fills.items() if fields},
    )


def _by_material(release: Release, licences: list[Licence]) -> dict[str, tuple[Licence, ...]]:
    """For each material the licences that satisfy it, where there are any."""
    found = {spec.key: tuple(each for each in licences if each.type_code in spec.licence) for spec in release.materials}
    return {key: held for key, held in found.items() if held}


def _unusable(release: Release, found: list[Checked]) -> dict[str, tuple[Checked, ...]]:
    """For each material the applicant's licences that would satisfy it, did they hold."""
    named = {spec.key: tuple(each for each in found if each.licence.type_code in spec.licence) for spec in release.materials}
    return {key: held for key, held in named.items() if held}


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


def licences_handed(release: Release, holder_id: UUID, handed: Iterable[Handed], *, by: Actor, at: datetime, purpose: str) -> list[Checked]:
    """The licences that were handed in, each verified now, whatever was found when they were shown; and those that fill the form."""
    named = [each.licence_id for each in handed if each.licence_id is not None]
    return _checked(prefill_types(release.form.prefill) | duty_types(release.materials), named, holder_id, by=by, at=at, purpose=purpose)


def usable(found: Iterable[Checked]) -> list[Licence]:
    """Those whose verdicts all hold."""
    return [each.licence for each in found if each.checks.hold]


def _checked(types: Collection[str], named: Collection[UUID], holder_id: UUID, *, by: Actor, at: datetime, purpose: str) -> list[Checked]:
    """Licences of the applicant, then of the agent's own person, newest first; nothing is asked where none could matter."""
    if not types and not named:
        return []
    holders = [holder_id, *([by.person_id] if by.person_id and by.person_id != holder_id else ())]
    use = Use(purpose=purpose, receiver="", basis="")  # one's own look: nothing has left the library yet
    found = licence_queries.checked_for(holder_ids=holders, types=types, named=named, on=clock.city_date(at), by=by, at=at, use=use)
    return sorted(found, key=lambda each: each.licence.holder_id != holder_id)
