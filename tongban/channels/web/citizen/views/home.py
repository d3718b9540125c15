"""Where everybody arrives: search, what is running for me, life events, subjects, public lists, hotlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases import queries as case_queries
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import public
from tongban.channels.web.citizen.words import ShortNames, line_standing
from tongban.identity.terms import ActorKind

if TYPE_CHECKING:
    from tongban.cases.terms import CaseLine

RUNNING = 3  # cases on the home page; all of them are one tap away


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    city = catalog_queries.city()
    context = {
        "city": city,
        "life_events": [topic for topic in city.topics if topic.life_event],
        "subjects": [topic for topic in city.topics if not topic.life_event],
        "running": _running(request),
        "saved": case_queries.saved(at=moment(request)),
    }
    return render(request, "citizen/home.html", context)


def _running(request: HttpRequest) -> list[tuple[CaseLine, str]]:
    """My cases that have not ended, each with where it stands; nothing is asked for whoever has not signed in."""
    person = person_of(request)
    if person.kind is not ActorKind.PERSON:
        return []
    page = case_queries.cases_of(person, at=moment(request))
    running = [line for line in page.lines if line.end is None][:RUNNING]
    names = ShortNames() if running else None
    return [(line, line_standing(line, names)) for line in running] if names else []
