"""How dispatch does, and the figures of the board by level, for those who work with it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.board import queries as board_queries
from tongban.board.terms import Channel
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.tags.board import CHANNELS
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.kernel import clock
from tongban.responsibilities import queries as responsibilities_queries

LEVELS = {
    board_queries.Level.UNIT: gettext_lazy("单位"),
    board_queries.Level.CATEGORY: gettext_lazy("类别"),
    board_queries.Level.DISTRICT: gettext_lazy("区和街道"),
    board_queries.Level.CHANNEL: gettext_lazy("渠道"),
    board_queries.Level.SOURCE: gettext_lazy("来源"),
    board_queries.Level.HOUR: gettext_lazy("钟点"),
    board_queries.Level.DAY: gettext_lazy("日期"),
}
PERIODS = {7: gettext_lazy("近 7 天"), 30: gettext_lazy("近 30 天"), 90: gettext_lazy("近 90 天"), 365: gettext_lazy("近一年")}
FAULTS = {
    "no_unit": gettext_lazy("单位不收留言"),
    "no_class": gettext_lazy("类别不在表里"),
    "no_district": gettext_lazy("区或街道不在表里"),
    "no_hour": gettext_lazy("钟点不成立"),
    "shadowed": gettext_lazy("被前面的规则盖住"),
}


@staff
@private
def dispatch(request: HttpRequest) -> HttpResponse:
    """Which layers and rules decide, how rightly, and which never do."""
    report = board_queries.dispatch_report(actor_of(request), at=moment(request))
    rules = [
        (each, FAULTS.get(each.fault, each.fault), responsibilities_queries.unit_name(each.unit) or each.unit) for each in report.rules
    ]
    return render(request, "desk/board/dispatch.html", {"report": report, "rules": rules} | frame(request, "dispatch"))


@staff
@private
def figures(request: HttpRequest) -> HttpResponse:
    """Accepted, on time, satisfied and median time by one level over a period; a unit's own with those below it."""
    asked = request.GET.get("level", "unit")
    level = board_queries.Level(asked) if asked in {each.value for each in LEVELS} else board_queries.Level.UNIT
    days = int(request.GET["days"]) if request.GET.get("days") in {str(each) for each in PERIODS} else 30
    until = clock.city_date(moment(request))
    below = level is board_queries.Level.UNIT
    told = board_queries.figures(level, since=_since(until, days), until=until, with_below=below)
    lines = [(each, _name(level, each.key, str(each.name))) for each in told.lines]
    context = {"figures": told, "lines": lines, "level": level.value, "levels": LEVELS, "days": days, "periods": PERIODS, "below": below}
    return render(request, "desk/board/figures.html", context | frame(request, "figures"))


def _since(until: date, days: int) -> date:
    return until - timedelta(days - 1)


def _name(level: board_queries.Level, key: str, name: str) -> str:
    if level is board_queries.Level.CHANNEL and key in set(Channel):
        return str(CHANNELS[Channel(key)])
    if level is board_queries.Level.UNIT and not key:
        return _("还没有单位")
    return name or key or _("没有写明")
