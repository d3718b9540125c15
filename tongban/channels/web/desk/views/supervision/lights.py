"""Lights: everything with a clock, by unit, kept up to date by itself, and down to the item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.behind import CASES, MESSAGES
from tongban.channels.parts.watching import clocks, grouped, light_of, supervises
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.board.inbox import unless_known
from tongban.channels.web.desk.views.private import private
from tongban.kernel.limits import Light
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import Denied, UnknownUnit

if TYPE_CHECKING:
    from tongban.channels.parts.watching import Clocks


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
    """What a unit has open of one light, messages or cases; the worst where none is asked for.

    Refuses: NoSupervision, Denied, UnknownUnit.
    """
    _require(request)
    by, at = actor_of(request), moment(request)
    found = next((each for each in clocks(by, at=at) if each.unit == unit), None)
    if found is None and unit not in supervision_queries.release().names:
        raise UnknownUnit(unit)
    asked = request.GET.get("of", "")
    light = light_of(request.GET.get("light", "")) or (found.worst_of(asked) if found else Light.RED)
    of = _list(asked, found, light)
    on = supervision_queries.is_on(unit, at=at)
    context = {
        "unit": unit,
        "name": responsibilities_queries.unit_name(unit) or unit,
        "of": of,
        "light": light,
        "found": found,
        "lights": [(each, *(found.has(each) if found else (0, 0))) for each in (Light.RED, Light.AMBER, Light.GREEN)],
        "orders": supervision_queries.release().desks.supervise in by.desks and on,
        "trial": not on,
    }
    context |= _items(request, unit, light, of)
    return render(request, "desk/supervision/lights_of_unit.html", context | frame(request, "lights"))


def _list(asked: str, found: Clocks | None, light: Light) -> str:
    """Messages or cases; where none is asked for, what shows this light."""
    if asked in (MESSAGES, CASES):
        return asked
    messages, cases = found.has(light) if found else (0, 0)
    return CASES if cases and not messages else MESSAGES


def _items(request: HttpRequest, unit: str, light: Light, of: str) -> dict[str, Any]:
    by, at, after = actor_of(request), moment(request), request.GET.get("after", "")
    if of == CASES:
        return {"page": case_queries.lit(by, at=at, department=unit, light=light, after=after)}
    page = board_queries.lit(by, at=at, unit=unit, light=light, after_cursor=after)
    return {"page": page, "opened": board_queries.numbers_of([each.message_id for each in page.lines], by=by)}


def _live(request: HttpRequest) -> dict[str, Any]:
    _require(request)
    found = clocks(actor_of(request), at=moment(request))
    whole = {name: sum(getattr(each, name) for each in found) for name in ("red", "amber", "green")}
    return {"groups": list(grouped(found)), "whole": whole, "units_late": sum(bool(each.red) for each in found)}


def _require(request: HttpRequest) -> None:
    """Refuses: Denied."""
    if not supervises(actor_of(request)):
        raise Denied("for supervisors")
