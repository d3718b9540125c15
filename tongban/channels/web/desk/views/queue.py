"""The queue: what waits on my desks, most urgent first; what they have done; a case by its number."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import condition

from tongban.cases import queries as case_queries
from tongban.cases.terms import Counts, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.desk.views.board.frame import board_of
from tongban.channels.web.desk.views.private import private
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.kernel.limits import Light
from tongban.licences import queries as licence_queries
from tongban.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from tongban.identity.terms import Department, Desk

LIGHTS = {"soon": Light.AMBER, "late": Light.RED}


@staff
@private
def waiting(request: HttpRequest) -> HttpResponse:
    """Open steps of all my desks, or of one; `view=soon|late` keeps one light, `after` continues.

    Whoever handles messages and no cases is sent there.
    """
    board = board_of(request)
    if board.only and board.entries:
        return redirect(board.entries[0].address)
    return render(request, "desk/queue.html", _lines(request) | rail(request))


def _tag(request: HttpRequest) -> str:
    """What the list depends on, without reading it: nobody's data is looked at while nothing has changed."""
    told = counts_of(request)
    today = clock.city_date(moment(request))
    content = (told.waiting, told.soon, told.late, told.newest_at, today, get_language(), request.GET.urlencode(), actor_of(request).desks)
    return f'"{hashlib.sha256(repr(content).encode()).hexdigest()[:20]}"'


@staff
@private
@condition(etag_func=_tag)
def rows(request: HttpRequest) -> HttpResponse:
    """The lines alone, for the page that asks again every few seconds; the counts of the rail come with them."""
    return render(request, "desk/queue_rows.html", _lines(request) | {"counts": counts_of(request), "polled": True})


@staff
@private
def done(request: HttpRequest) -> HttpResponse:
    """Steps my desks have settled, newest first."""
    page = case_queries.settled_by(actor_of(request), at=moment(request), after=request.GET.get("after", ""))
    return render(request, "desk/done.html", {"page": page, "view": "done"} | rail(request))


@staff
@private
def find(request: HttpRequest) -> HttpResponse:
    """Straight to a case by its number. Whether it comes to my desks the case page looks at; that the number exists is public."""
    number = request.GET.get("number", "").strip()
    try:
        found = case_queries.public_case(number, at=moment(request)).id
    except UnknownCase as refusal:
        problem = problem_of(refusal)
        context = _lines(request) | rail(request) | {"problem": problem, "number": number}
        return render(request, "desk/queue.html", context, status=problem.status)
    return redirect("desk:case", case_id=found)


def _lines(request: HttpRequest) -> dict[str, object]:
    actor = actor_of(request)
    desk, view, after = (request.GET.get(name, "") for name in ("desk", "view", "after"))
    desk = desk if desk in actor.desks else ""
    page = case_queries.worklist(actor, desk=desk, at=moment(request), light=LIGHTS.get(view), after=after)
    places = {place.code: place.name for place, _department in places_of(request)}
    lines = [(line, places[line.desk]) for line in page.lines]
    shown = {"lines": lines, "next": page.next, "several": len(places) > 1 and not desk}
    return {"view": view, "desk": desk, "after": after, "number": "", **shown}


def rail(request: HttpRequest) -> dict[str, object]:
    """What the rail shows on every page of the desk: my desks, which beside a case nobody asks for, and how much waits."""
    told: dict[str, object] = {"places": partial(places_of, request), "counts": counts_of(request), "staff_name": actor_of(request).name}
    told["board"] = board_of(request)
    told["at_window"] = bool(windows_of(request))
    told["keeps_library"] = sharing_queries.keeps_library(actor_of(request))
    proposed = cache(partial(licence_queries.count_proposals, by=actor_of(request), at=moment(request)))
    return told | {"reported_count": cache(partial(licence_queries.count_corrections, by=actor_of(request))), "proposal_count": proposed}


def windows_of(request: HttpRequest) -> tuple[str, ...]:
    """My desks that people come to in person, where a visit is registered. Link and page of the counter both ask this."""
    return sharing_queries.visit_desks(actor_of(request), accepting=catalog_queries.windows())


def places_of(request: HttpRequest) -> list[tuple[Desk, Department]]:
    """The desks I work at, with their departments; read once per request."""
    if not hasattr(request, "places"):
        departments = {department.code: department for department in identity_queries.departments()}
        mine = [desk for desk in identity_queries.desks() if desk.code in actor_of(request).desks]
        request.places = [(desk, departments[desk.department]) for desk in mine]
    return request.places


def counts_of(request: HttpRequest) -> Counts:
    """How much waits, counted once per request."""
    if not hasattr(request, "counts"):
        request.counts = case_queries.counts(actor_of(request), at=moment(request))
    return request.counts
