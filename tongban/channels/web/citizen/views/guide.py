"""The guide of a service: enough to decide above the button, everything else below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases import queries as case_queries
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Release, ServiceState
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import public
from tongban.channels.web.citizen.applicants import Applicant, applicants_for
from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind
from tongban.kernel import clock
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.cases.terms import Lanes
    from tongban.catalog.terms import MaterialSpec
    from tongban.licences.terms import Licence

PURPOSE = "guide: which materials the library has"


@public
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The published guide, with what the reader's own library already holds when they have signed in."""
    at, person = moment(request), person_of(request)
    release, state = catalog_queries.guide(code)
    signed_in = person.kind is ActorKind.PERSON
    applicants = applicants_for(person, release, at=at) if signed_in else ()
    types = {kind.code: kind for kind in licence_queries.licence_types()}
    held = _held(release, applicants, by=person, at=at)
    context: dict[str, Any] = {
        "release": release,
        "guide": release.guide,
        "state": state,
        "open": state is ServiceState.OPEN and release.in_season(clock.city_date(at)),
        "guide_only": state is ServiceState.GUIDE_ONLY,
        "signed_in": signed_in,
        "level_too_low": signed_in and person.level < release.assurance,
        "level": int(person.level),
        "materials": [_material(spec, types, held) for spec in release.materials],
        "result_type": types.get(release.result.licence),
        "lanes": _lanes(release, state, at=at),
        "saved": case_queries.saved(release.service, at=at),
        "department": _department(release.department),
        "source_rows": [(key, value) for key, value in release.source.items() if value not in (None, "")],
    }
    return render(request, "citizen/guide.html", context)


def _lanes(release: Release, state: ServiceState, *, at: datetime) -> Lanes | None:
    """The picture of the way, as if handed in now; an imported guide has no route."""
    return None if state is ServiceState.GUIDE_ONLY or not release.route else case_queries.planned_lanes(release, at=at)


def _department(code: str) -> Any:
    """Who to ask; None where an imported guide names a department that the city does not have."""
    try:
        return identity_queries.department(code)
    except KeyError:
        return None


def _held(release: Release, applicants: tuple[Applicant, ...], *, by: Actor, at: datetime) -> dict[str, tuple[Licence, str]]:
    """Licences by type that the reader could use here: own, and of organisations they act for."""
    wanted = {code for spec in release.materials for code in spec.licence}
    if not wanted or not applicants:
        return {}
    names = {each.id: each.name for each in applicants}
    found = licence_queries.usable_for(holder_ids=list(names), types=wanted, on=clock.city_date(at), by=by, at=at, purpose=PURPOSE)
    held: dict[str, tuple[Licence, str]] = {}
    for licence in found:
        held.setdefault(licence.type_code, (licence, names[licence.holder_id]))
    return held


def _material(spec: MaterialSpec, types: dict[str, Any], held: dict[str, tuple[Licence, str]]) -> dict[str, Any]:
    """One material as the guide tells it: how it is given, and whether the reader has it already."""
    licence, holder = next((held[code] for code in spec.licence if code in held), (None, ""))
    return {
        "spec": spec,
        "licences": [types[code] for code in spec.licence if code in types],
        "held": licence,
        "holder": holder,
    }
