"""校核纠错 by whoever holds a licence: say what is wrong with it, and see what its issuer answers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.channels.parts import kept
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.channels.web.citizen.views.files import OWN_LICENCE
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from tongban.licences.terms import Licence

REPORTING = "reporting an error of one's own licence"


@signed_in
def report(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Report an error of a licence, and see the answers to earlier ones. Refuses: UnknownLicence."""
    person, at = person_of(request), moment(request)
    licence = licence_queries.licence(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    if request.method != "POST":
        return _page(request, licence)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return redirect("citizen:report-error", licence_id)
    fields, told = request.POST.getlist("fields"), request.POST.get("told", "")[:1000]
    try:
        licence_actions.ask_correction(key=key, licence_id=licence_id, fields=fields, told=told, by=person, at=at)
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return _page(request, licence, status=problem.status, problem=problem)
    messages.success(request, _("已告诉发证部门，答复会显示在这里。"))
    return redirect("citizen:report-error", licence_id)


def _page(request: HttpRequest, licence: Licence, *, status: int = 200, **more: Any) -> HttpResponse:
    person, at = person_of(request), moment(request)
    asked = licence_queries.corrections_of(licence.id, by=person, at=at, purpose=REPORTING)
    kind = licence_queries.licence_type(licence.type_code)
    typed = request.POST if request.method == "POST" else kept.kept_for(request)
    context: dict[str, Any] = {
        "licence": licence,
        "content": [(label, kind.shown(key, licence.content[key])) for key, label in kind.fields.items() if key in licence.content],
        "events": licence_queries.life_of(licence.id, by=person, at=at, purpose=REPORTING),
        "reportable": kind.reportable,
        "days": kind.entry.correction_days,
        "corrections": asked,
        "waits": any(each.open for each in asked),
        "key": (typed.get("key") if typed else "") or uuid.uuid4(),
        "chosen": typed.getlist("fields") if typed else [],
        "told": typed.get("told", "") if typed else "",
        "problem": None,
    }
    return render(request, "citizen/report_error.html", context | more, status=status)


@signed_in
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """All that I, or the organisations I act for, have reported."""
    person, at = person_of(request), moment(request)
    holders = [each.id for each in applicants_of(person, at=at)]
    found = licence_queries.corrections_asked(holder_ids=holders, by=person, at=at, purpose=REPORTING) if holders else ()
    return render(request, "citizen/reported.html", {"corrections": found})
