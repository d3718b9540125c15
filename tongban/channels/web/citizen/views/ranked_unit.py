"""A unit in a published week: its place, and the items behind each figure that everybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tongban.channels.parts.audience import public
from tongban.channels.parts.behind import MESSAGES, RATINGS, behind
from tongban.channels.parts.ranked import with_unit
from tongban.channels.web.citizen.views.rankings import asked_view
from tongban.supervision.terms import UnknownWeek


@public
@require_safe
@cache_control(no_cache=True)  # a message that is taken off display is gone at once
def unit(request: HttpRequest, week: str, unit: str) -> HttpResponse:
    """What is displayed of it; what is not is counted all the same. Refuses: UnknownWeek, also for a unit that is not published."""
    view = asked_view(request, week)
    messages_in, cases_in = (with_unit(view.ranked, unit, rated=rated) for rated in (True, False))
    found = messages_in or cases_in
    if found is None:
        raise UnknownWeek(f"{week} {unit}")
    version = view.line.version if view.line.version != view.versions[-1].version else 0
    told = behind(week, unit, request.GET, version=version)
    context = {
        "view": view,
        "ranked": view.ranked,
        "name": found[1].name,
        "messages_in": messages_in,
        "cases_in": cases_in,
        "behind": told,
        "hides": told.of in (MESSAGES, RATINGS),
        "asked": f"?version={version}" if version else "",
    }
    return render(request, "citizen/rankings/unit.html", context)
