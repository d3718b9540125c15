"""Documents of a case, shown beside it: uploaded files, licences, official papers."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tongban.cases import queries as case_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff


@staff
@xframe_options_sameorigin
def material(request: HttpRequest, case_id: UUID, material_id: UUID) -> HttpResponseBase:
    """One material of the case as the applicant handed it in; a licence is shown as its document."""
    found = case_queries.material_file(case_id, material_id, by=actor_of(request), at=moment(request))
    if found is None:
        raise Http404
    content, media_type, name = found
    response = FileResponse(content, content_type=media_type, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    document = case_queries.paper(paper_id, by=actor_of(request), at=moment(request))
    return HttpResponse(document, content_type="application/pdf")
