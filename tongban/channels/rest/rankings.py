"""Weekly rankings for programs: what is published, as it was signed. Open to everybody."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.rankings import RankingLineShape, RankingShape
from tongban.supervision import queries as supervision_queries
from tongban.supervision import terms as supervision

router = Router(tags=["rankings"], auth=None)


@router.get("/rankings", response=list[RankingLineShape], summary=_("公布过的每周排名，最近的在前；before 接着看更早的"))
def rankings(request: HttpRequest, before: Annotated[str, asked.Query(pattern=r"^([0-9]{4}-W[0-9]{2})?$")] = "") -> list[RankingLineShape]:
    return [RankingLineShape.of(each) for each in supervision_queries.rankings(before=before)]


@router.get(
    "/rankings/{week}",
    response=RankingShape,
    summary=_("一周的排名，例如 2026-W48；不写 version 就是最新的一版"),
    openapi_extra=refuses(supervision.UnknownWeek, supervision.DoesNotStand),
)
def ranking(request: HttpRequest, week: str, version: Annotated[int, asked.Query(ge=1, le=9999)] | None = None) -> RankingShape:
    return RankingShape.of(supervision_queries.ranking(week, version=version or 0))
