"""What the city publishes of its work: cases by number with stages and times, holders masked; granted permits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases import queries as case_queries
from tongban.cases.terms import Page, UnknownCase
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.web.citizen.words import ShortNames, line_standing
from tongban.identity import queries as identity_queries

NUMBER_LENGTH = 60


@public
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """All cases, those of one department, or the one with this number."""
    at, department = moment(request), request.GET.get("department", "")
    number = request.GET.get("number", "").strip()[:NUMBER_LENGTH]
    if number:
        page = _by_number(request, number)
    else:
        page = case_queries.public_cases(at=at, after=request.GET.get("after", ""), department=department)
    names = ShortNames()
    context = {
        "page": page,
        "lines": [(line, line_standing(line, names, own=False)) for line in page.lines],
        "departments": [each for each in identity_queries.departments()],
        "department": department,
        "number": number,
    }
    return render(request, "citizen/public_cases.html", context)


def _by_number(request: HttpRequest, number: str) -> Page:
    try:
        return Page(lines=(case_queries.public_case(number, at=moment(request)),))
    except UnknownCase:
        return Page(lines=())


@public
@require_safe
def permits(request: HttpRequest) -> HttpResponse:
    page = case_queries.granted_permits(at=moment(request), after=request.GET.get("after", ""))
    return render(request, "citizen/permits.html", {"page": page})
