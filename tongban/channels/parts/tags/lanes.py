"""The lanes of a case: a picture on wide screens, a list on phones, a table for screen readers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from tongban.channels.parts.lanes.picture import draw
from tongban.channels.parts.lanes.stages import stages
from tongban.kernel import clock
from tongban.kernel.working_days import NoTable, calendar

if TYPE_CHECKING:
    from tongban.cases.terms import Bar, Lanes

STATES = {
    "done": ("ok", gettext_lazy("已完成")),
    "running": ("run", gettext_lazy("正在办")),
    "late": ("late", gettext_lazy("逾期")),
    "waiting": ("", gettext_lazy("还没轮到")),
}
SATURDAY = 5


def lanes(context: dict[str, Any], value: Lanes, *, narrow: bool = False) -> dict[str, Any]:
    """Draw the lanes, `narrow` for a column of text. Several on one page have patterns of their own."""
    request = context.get("request")
    number = getattr(request, "lanes_drawn", 0) + 1
    if request is not None:
        request.lanes_drawn = number
    told = [
        {
            "state": stage.state,
            "departments": stage.departments,
            "together": len(stage.items) > 1,
            "items": [{"department": item.department, "bar": item.bar, "chip": _chip(item.bar)} for item in stage.items],
        }
        for stage in stages(value)
    ]
    return {
        "request": request,
        "picture": draw(value, zone=clock.city_zone(), works=_works, narrow=narrow),
        "narrow": narrow,
        "lanes": value,
        "stages": told,
        "plan": all(bar.state == "waiting" for lane in value.lanes for bar in lane.bars),  # a guide's picture: nothing has begun
        "stripes": f"stripes-{number}",
    }


def _chip(bar: Bar) -> tuple[str, object]:
    return ("", bar.outcome) if bar.outcome.zh else STATES[bar.state]


def _works(day: date) -> bool:
    try:
        return calendar().is_working(day)
    except NoTable:
        return day.weekday() < SATURDAY
