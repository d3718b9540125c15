"""Lights: everything with a clock, by unit, kept up to date by itself, and down to the item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.watching import clocks, grouped, light_of, supervises
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.board.inbox import unless_known
from tongban.channels.web.desk.views.private import private
from tongban.kernel.limits import Light
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import Denied


@staff
@private
def lights(request: HttpRequest) -> HttpResponse:
    """Every unit. Refuses: NoSupervision, Denied."""
    return render(request, "desk/supervision/lights.html", _live(request) | frame(request, "lights"))


@staff
@private
def rows(request: HttpRequest) -> HttpResponse:
    """What changes by itself, for the page that asks again every few seconds; when nothing changed, nothing is sent."""
    return unless_known(request, render(request, "desk/supervision/lights_live.html", _live(request)))


@staff
@private
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """What a unit has open of one light, the worst that it has where none is asked for. Refuses: NoSupervision, Denied."""
    _require(request)
    by, at = actor_of(request), moment(request)
    found = next((each for each in clocks(by, at=at) if each.unit == unit), None)
    light = light_of(request.GET.get("light", "")) or (found.worst if found else Light.RED)
    after = request.GET.get("after", "")
    page = board_queries.lit(by, at=at, unit=unit, light=light, after_cursor=after)
    opened = board_queries.numbers_of([each.message_id for each in page.lines], by=by)
    context = {
        "unit": unit,
        "name": responsibilities_queries.unit_name(unit) or unit,
        "page": page,
        "opened": opened,
        "light": light,
        "found": found,
        "lights": (Light.RED, Light.AMBER, Light.GREEN),
        "after": after,
        "orders": supervision_queries.release().desks.supervise in by.desks and supervision_queries.is_on(unit, at=at),
        "trial": not supervision_queries.is_on(unit, at=at),
    }
    return render(request, "desk/supervision/lights_of_unit.html", context | frame(request, "lights"))


def _live(request: HttpRequest) -> dict[str, Any]:
    _require(request)
    found = clocks(actor_of(request), at=moment(request))
    whole = {name: sum(getattr(each, name) for each in found) for name in ("red", "amber", "green")}
    return {"groups": list(grouped(found)), "whole": whole, "units_late": sum(bool(each.red) for each in found)}


def _require(request: HttpRequest) -> None:
    """Refuses: Denied."""
    if not supervises(actor_of(request)):
        raise Denied("for supervisors")
