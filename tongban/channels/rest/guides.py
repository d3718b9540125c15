"""Find a service and read its guide. Open to everybody."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from ninja.params import functions as asked

from tongban.catalog import queries as catalog_queries
from tongban.channels.rest.shapes.service import GuideShape, ServiceLine

router = Router(tags=["services"], auth=None)


@router.get("/services", response=list[ServiceLine], summary="Search services in people's own words")
def search(
    request: HttpRequest, q: Annotated[str, asked.Query(max_length=100)] = "", limit: Annotated[int, asked.Query(ge=1, le=100)] = 20
) -> list[ServiceLine]:
    return [ServiceLine.of(entry) for entry in catalog_queries.search(q, limit=limit)]


@router.get("/services/{code}", response=GuideShape, summary="The guide of a service, form and route included")
def guide(request: HttpRequest, code: str) -> GuideShape:
    release, state = catalog_queries.guide(code)
    return GuideShape.of(release, state)
