"""The sealed paper of a report, and its charts as pictures of their own: under the policy of the site nothing is drawn in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.report_files import answer
from tongban.channels.web.desk.views.private import private
from tongban.reports import queries

if TYPE_CHECKING:
    from uuid import UUID


@staff
@private
def file(request: HttpRequest, report_id: UUID, name: str) -> HttpResponse:
    """A chart or a paper. Refuses: NoSupervision, UnknownReport."""
    return answer(*queries.report_file(report_id, name, by=actor_of(request)), name=name)
