"""The code that somebody shows to a clerk instead of telling their number: made here, for some minutes, and taken once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.channels.web.citizen.pictures import scalable
from tongban.kernel import documents
from tongban.sharing import actions as sharing_actions
from tongban.sharing.terms import COUNTER_CODE_FOR


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def counter_code(request: HttpRequest) -> HttpResponse:
    """Choose for whom; the button makes the code, which stands on this page alone."""
    person, at = person_of(request), moment(request)
    holders = applicants_of(person, at=at)
    context = {"holders": holders, "minutes": int(COUNTER_CODE_FOR.total_seconds() // 60)}
    if request.method == "POST":
        holder = next((each for each in holders if str(each.id) == request.POST.get("holder")), None)
        if holder is None:
            raise Http404
        made = sharing_actions.show_at_counter(holder_id=holder.id, by=person, at=at)
        context |= {"holder": holder, "made": made, "qr": scalable(documents.qr_svg(made.code))}
    return render(request, "citizen/counter_code.html", context)
