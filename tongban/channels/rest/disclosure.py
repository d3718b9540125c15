"""What the public may see of cases: stages and times by number with holders masked, and granted permits."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import queries as case_queries
from tongban.cases.terms import UnknownCase
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.lists import PublicCaseLine, PublicCasePage

router = Router(tags=["public"], auth=None)

Code = Annotated[str, asked.Query(max_length=60)]
After = Annotated[str, asked.Query(max_length=200)]


@router.get("/public/cases", response=PublicCasePage, summary=_("办件公示：进度和时间，隐去申请人"))
def public_cases(request: HttpRequest, service: Code = "", department: Code = "", after: After = "") -> PublicCasePage:
    page = case_queries.public_cases(at=moment(request), after=after, service=service, department=department)
    return PublicCasePage(lines=[PublicCaseLine.of(line) for line in page.lines], next=page.next)


@router.get("/public/cases/{number}", response=PublicCaseLine, summary=_("按编号查一个办件"), openapi_extra=refuses(UnknownCase))
def public_case(request: HttpRequest, number: str) -> PublicCaseLine:
    return PublicCaseLine.of(case_queries.public_case(number, at=moment(request)))


@router.get("/public/permits", response=PublicCasePage, summary=_("准予许可的公示（行政许可法第四十条）"))
def public_permits(request: HttpRequest, after: After = "") -> PublicCasePage:
    page = case_queries.granted_permits(at=moment(request), after=after)
    return PublicCasePage(lines=[PublicCaseLine.of(line) for line in page.lines], next=page.next)
