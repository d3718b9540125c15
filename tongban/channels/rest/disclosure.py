"""What the public may see of cases: stages and times by number with holders masked, and granted permits."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import queries as case_queries
from tongban.channels.rest.shapes.case import CaseLineShape, CasePage
from tongban.channels.rest.signing_in import moment

router = Router(tags=["public"], auth=None)


@router.get("/public/cases", response=CasePage, summary="Cases with stages and times, holders masked")
def cases(
    request: HttpRequest,
    service: Annotated[str, asked.Query(max_length=60)] = "",
    department: Annotated[str, asked.Query(max_length=60)] = "",
    after: Annotated[str, asked.Query(max_length=200)] = "",
) -> CasePage:
    page = case_queries.public_cases(at=moment(request), after=after, service=service, department=department)
    return CasePage(lines=[CaseLineShape.of(line, public=True) for line in page.lines], next=page.next)


@router.get("/public/permits", response=CasePage, summary="Granted permits (Administrative Licensing Law art. 40)")
def permits(request: HttpRequest, after: Annotated[str, asked.Query(max_length=200)] = "") -> CasePage:
    page = case_queries.granted_permits(at=moment(request), after=after)
    return CasePage(lines=[CaseLineShape.of(line, public=True) for line in page.lines], next=page.next)
