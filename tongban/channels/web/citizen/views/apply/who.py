"""Whom for: oneself, or an organisation with a mandate. One choice is no question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases.terms import AssuranceTooLow
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.applicants import applicants_for


@signed_in
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Refuses: UnknownService, ServiceNotOpen, AssuranceTooLow."""
    person, at = person_of(request), moment(request)
    release = catalog_queries.current(code, at=at)
    if person.level < release.assurance:
        raise AssuranceTooLow(release.assurance)
    choices = applicants_for(person, release, at=at)
    if len(choices) == 1:
        return redirect("citizen:situation", code, choices[0].id)
    chosen = request.POST.get("applicant", "")
    found = next((each for each in choices if str(each.id) == chosen), None)
    if found is not None:
        return redirect("citizen:situation", code, found.id)
    mistakes = [("applicant-1", _("请选择为谁办。"))] if request.method == "POST" and choices else []
    context = {"release": release, "choices": choices, "mistakes": mistakes}
    return render(request, "citizen/apply/who.html", context, status=422 if mistakes else 200)
