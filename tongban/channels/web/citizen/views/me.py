"""Who I am to the city: name, real-name level, mandates, language; and who looked at my data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import LEVELS
from tongban.channels.web.citizen.readings import told
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log

HIGHEST = 4


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), moment(request)
    readings = access_log.reads_of_holder(person.person_id, limit=200) if person.person_id else ()
    context = {
        "person": person,
        "level": int(person.level),
        "level_words": LEVELS.get(int(person.level), ""),
        "may_rise": int(person.level) < HIGHEST,
        "mandates": identity_queries.mandates_of(person, at=at) if person.person_id else (),
        "readings": told(readings, person)[:30],
    }
    return render(request, "citizen/me.html", context)
