"""Who I am to the city: name, real-name level, mandates, language; and who looked at my data, or at that of those I act for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import LEVELS
from tongban.channels.web.citizen.readings import told_of_all
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Mandate
    from tongban.kernel.access_log import Reading

HIGHEST = 4
SHOWN = 30
READ = 200  # of each holder, because one's own looks are left out


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), moment(request)
    mandates = identity_queries.mandates_of(person, at=at) if person.person_id else ()
    context = {
        "person": person,
        "level": int(person.level),
        "level_words": LEVELS.get(int(person.level), ""),
        "may_rise": int(person.level) < HIGHEST,
        "mandates": mandates,
        "readings": told_of_all(_reads(person, mandates), person, limit=SHOWN),
    }
    return render(request, "citizen/me.html", context)


def _reads(person: Actor, mandates: Sequence[Mandate]) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """The log of my own data, then of each organisation that I may act for today."""
    if person.person_id is not None:
        yield _("本人"), access_log.reads_of_holder(person.person_id, limit=READ)
    for mandate in mandates:
        yield mandate.organisation.name, access_log.reads_of_holder(mandate.organisation.id, limit=READ)
