"""The board's numbers in the open: the same for everybody, each rate beside how many it is of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.board.terms import Channel
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.tags.board import CHANNELS
from tongban.channels.web.citizen.shared_pages import answered
from tongban.kernel import clock

if TYPE_CHECKING:
    from tongban.board.terms import FigureLine

LEVELS = {
    Level.UNIT: _("按单位"),
    Level.CATEGORY: _("按类别"),
    Level.DISTRICT: _("按区"),
    Level.CHANNEL: _("按渠道"),
    Level.HOUR: _("按钟点"),
    Level.DAY: _("按天"),
}
PERIODS = {"week": (_("最近 7 天"), 7), "month": (_("最近 30 天"), 30), "quarter": (_("最近 90 天"), 90), "year": (_("最近一年"), 365)}
FEW = 10  # fewer than this say little: they are shown, and marked


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """Accepted, on time, satisfied, median. Refuses: NoBoard."""
    level = next((each for each in LEVELS if each.value == request.GET.get("by")), Level.UNIT)
    period = request.GET.get("period", "")
    period = period if period in PERIODS else "month"

    def draw() -> HttpResponse:
        today = clock.city_date(moment(request))
        since = today - timedelta(days=PERIODS[period][1] - 1)
        found = board_queries.figures(level, since=since, until=today, with_below=level is Level.UNIT)
        context = {
            "whole": found.whole,
            "lines": [(_key_words(level, each), each) for each in _ordered(level, found.lines)],
            "level": level.value,
            "levels": [(each.value, words) for each, words in LEVELS.items()],
            "level_words": LEVELS[level],
            "period": period,
            "periods": [(key, words) for key, (words, _days) in PERIODS.items()],
            "since": since,
            "until": today,
            "few": FEW,
        }
        return render(request, "citizen/board/figures.html", context)

    return answered(request, None, draw)


def _ordered(level: Level, lines: tuple[FigureLine, ...]) -> list[FigureLine]:
    """Hours from midnight, days from the newest, the rest by how many messages they had."""
    if level is Level.HOUR:
        return sorted(lines, key=lambda each: int(each.key))
    if level is Level.DAY:
        return sorted(lines, key=lambda each: each.key, reverse=True)
    return sorted(lines, key=lambda each: (-each.received, each.key))


def _key_words(level: Level, each: FigureLine) -> Any:
    match level:
        case Level.HOUR:
            return f"{int(each.key):02d}:00–{int(each.key):02d}:59"
        case Level.DAY:
            return date.fromisoformat(each.key)
        case Level.CHANNEL:
            return CHANNELS[Channel(each.key)]
        case _:
            return each.name if each.name.zh else _("还没有分")
