"""Find a service and read its guide. Open to everybody."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import UnknownService
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.service import GuideShape, ServiceLine

router = Router(tags=["services"], auth=None)


@router.get("/services", response=list[ServiceLine], summary=_("用自己的话查找事项"))
def search(
    request: HttpRequest, q: Annotated[str, asked.Query(max_length=100)] = "", limit: Annotated[int, asked.Query(ge=1, le=100)] = 20
) -> list[ServiceLine]:
    return [ServiceLine.of(entry) for entry in catalog_queries.search(q, limit=limit)]


@router.get("/services/{code}", response=GuideShape, summary=_("事项的办事指南，连同表单和流程"), openapi_extra=refuses(UnknownService))
def guide(request: HttpRequest, code: str) -> GuideShape:
    release, state = catalog_queries.guide(code)
    return GuideShape.of(release, state)
