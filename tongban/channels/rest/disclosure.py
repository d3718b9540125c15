"""What the public may see of cases: stages and times by number with holders masked, and granted permits."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import queries as case_queries
from tongban.cases.terms import UnknownCase
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import PDF, refuses
from tongban.channels.rest.documents import pdf
from tongban.channels.rest.shapes.lists import PublicCaseLine, PublicCasePage
from tongban.channels.rest.shapes.taken import SavedShape
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

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


@router.get("/public/savings", response=SavedShape, summary=_("证照库为申请人免交了多少材料、免填了多少内容；可以只看一个事项"))
def savings(request: HttpRequest, service: Code = "") -> SavedShape:
    return SavedShape.of(case_queries.saved(service, at=moment(request)))


@router.post(
    "/copies/{token}",
    summary=_("取走一份证照的加注副本；一个链接只能取一次"),
    openapi_extra=refuses(
        sharing_terms.UnknownLink, sharing_terms.LinkExpired, sharing_terms.LinkUsed, sharing_terms.UnusableLicence, document=PDF
    ),
)
def fetch_copy(request: HttpRequest, token: str) -> HttpResponse:
    fetched = sharing_queries.copy_content(token, at=moment(request))
    return pdf(fetched.content, name=fetched.name.removesuffix(".pdf"))
