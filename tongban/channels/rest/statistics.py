"""Statistics of the city for programs: a period in figures, orders and interviews, trends. Open to everybody."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.channels.parts import statistics as parts
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.statistics import StatisticsShape, SupervisedShape, TrendsShape
from tongban.insight import queries as insight_queries
from tongban.insight.terms import TrendBy
from tongban.kernel import clock
from tongban.responsibilities.terms import NoBoard

Back = Annotated[int, asked.Query(ge=0, le=260)]  # weeks
router = Router(tags=["statistics"], auth=None)


@router.get(
    "/statistics",
    response=StatisticsShape,
    summary=_("本周、本月或今年的数字：留言和办件，每个数字怎么算"),
    openapi_extra=refuses(NoBoard),
)
def statistics(request: HttpRequest, period: parts.Period = parts.Period.MONTH) -> StatisticsShape:
    return StatisticsShape.of(parts.statistics(period, at=moment(request)))


@router.get("/statistics/supervision", response=SupervisedShape, summary=_("督办单和约谈的数量，按状态和单位；试运行的单位不在里面"))
def statistics_supervision(request: HttpRequest, period: parts.Period = parts.Period.YEAR) -> SupervisedShape:
    at = moment(request)
    until = clock.city_date(at)
    return SupervisedShape.of(parts.supervised(period.since(until), until, period=period, at=at))


@router.get(
    "/statistics/trends",
    response=TrendsShape,
    summary=_("最近过完的一周，各类、各区比上周、比去年同一周、比一年平均变了多少；back 看几周以前的"),
    openapi_extra=refuses(NoBoard),
)
def statistics_trends(request: HttpRequest, by: TrendBy = TrendBy.TOPIC, back: Back = 0) -> TrendsShape:
    return TrendsShape.of(insight_queries.trends(by, at=moment(request) - timedelta(weeks=back)))
