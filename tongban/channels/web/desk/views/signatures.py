"""The signed form of a case, for whoever reviews it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.cases import queries as case_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.queue import private

MEDIA = {"pdf": "application/pdf", "ofd": "application/ofd"}


@staff
@private
@require_safe
def document(request: HttpRequest, case_id: UUID, signature_id: UUID, form: str) -> HttpResponse:
    """Refuses: UnknownCase, UnknownSigning."""
    if form not in MEDIA:
        raise Http404
    content = case_queries.case_document(case_id, signature_id, form, by=actor_of(request), at=moment(request))
    response = HttpResponse(content, content_type=MEDIA[form])
    response["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{signature_id}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
