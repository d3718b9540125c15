"""Documents of a case, shown beside it: uploaded files, licences of the applicant, official papers."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tongban.cases import queries as case_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.case import seen
from tongban.channels.web.desk.views.queue import private, rail

PDF = "application/pdf"
# What an applicant uploaded runs nothing and loads nothing. A PDF must not be sandboxed: browsers then do not show it at all.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@staff
@private
@xframe_options_sameorigin
def material(request: HttpRequest, case_id: UUID, material_id: UUID) -> HttpResponseBase:
    """One material of the case as the applicant handed it in; a licence is shown as its document."""
    found = case_queries.material_file(case_id, material_id, by=actor_of(request), at=moment(request))
    if found is None:
        raise Http404(_("这个办件里没有这份材料。"))
    content, media_type, name = found
    return alone(FileResponse(content, content_type=media_type, filename=name))


@staff
@private
@xframe_options_sameorigin
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    return alone(HttpResponse(case_queries.paper(paper_id, by=actor_of(request), at=moment(request)), content_type=PDF))


@staff
@private
def licences(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything in the applicant's wallet, for whoever has a step of this case to do."""
    case = seen(request, case_id)
    held = case_queries.applicants_licences(case_id, by=actor_of(request), at=moment(request))
    return render(request, "desk/licences.html", {"case": case, "licences": held, "view": ""} | rail(request))


@staff
@private
@xframe_options_sameorigin
def licence(request: HttpRequest, case_id: UUID, licence_id: UUID) -> HttpResponseBase:
    """The document of a licence: the one this case has led to, or one of its applicant while the case is being handled."""
    pdf = case_queries.licence_document(case_id, licence_id, by=actor_of(request), at=moment(request))
    return alone(HttpResponse(pdf, content_type=PDF))


def alone(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = ALONE if response["Content-Type"] == PDF else f"sandbox; {ALONE}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
