"""Finding a service: in one's own words, by subject, by department."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.audience import public
from tongban.identity import queries as identity_queries

ASKED_LENGTH = 100
NEAR = 3  # suggestions where the words themselves find nothing
SHARED = 2  # characters that a suggestion must have in common with the words
AUDIENCES = ("person", "organisation")


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Services that answer the words; where none does, near ones and the subjects."""
    city = catalog_queries.city()
    asked = request.GET.get("q", "").strip()[:ASKED_LENGTH]
    found = catalog_queries.search(asked) if asked else ()
    context = {
        "asked": asked,
        "found": found,
        "near": () if found or not asked else _near(asked, city.popular),
        "city": city,
        "topics": [topic for topic in city.topics if topic.life_event],
    }
    return render(request, "citizen/search.html", context)


def _near(asked: str, popular: tuple[str, ...]) -> list[str]:
    """What people often look for that shares characters with these words: 您是不是要找."""
    shared = {words: len(set(asked) & set(words)) for words in popular}
    close = sorted((words for words in popular if shared[words] >= min(SHARED, len(asked))), key=lambda words: -shared[words])
    return close[:NEAR]


@public
@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """The services under one life event or subject."""
    found = catalog_queries.city().topic(key)
    if found is None:
        raise Http404(f"no topic {key}")
    page = catalog_queries.services(topic=key, after=request.GET.get("after", ""))
    return render(request, "citizen/topic.html", {"topic": found, "page": page})


@public
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services, or those of one department or for one kind of applicant."""
    department = request.GET.get("department", "")
    audience = request.GET.get("audience", "")
    page = catalog_queries.services(
        department=department, audience=audience if audience in AUDIENCES else "", after=request.GET.get("after", ""), limit=30
    )
    context = {
        "page": page,
        "departments": identity_queries.departments(),
        "department": department,
        "audience": audience,
        "topics": catalog_queries.city().topics,
    }
    return render(request, "citizen/services.html", context)
