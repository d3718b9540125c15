"""谁看过我的证照: every use of my licences, and of those I act for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.channels.web.citizen.readings import told_uses
from tongban.sharing import queries as sharing_queries


@signed_in
@require_safe
def uses(request: HttpRequest) -> HttpResponse:
    """One holder at a time, page by page; without a choice, me."""
    person, at = person_of(request), moment(request)
    holders = applicants_of(person, at=at)
    asked = request.GET.get("holder", "")
    holder = next((each for each in holders if not asked or str(each.id) == asked), None)
    if holder is None:
        if asked:
            raise Http404
        return render(request, "citizen/uses.html", {"holder": None, "holders": (), "uses": (), "next": 0, "later": False})
    before = _number(request.GET.get("before", ""))
    page = sharing_queries.uses_of(holder.id, by=person, at=at, before=before)
    context = {"holder": holder, "holders": holders, "uses": told_uses(page.lines), "next": page.next, "later": before > 0}
    return render(request, "citizen/uses.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
