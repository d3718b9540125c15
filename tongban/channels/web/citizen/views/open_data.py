"""The catalogue of the city's open data: for people, and for programs as DCAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.audience import public
from tongban.channels.parts.open_data.catalogue import NO_LICENCE, catalogue
from tongban.channels.parts.open_data.datasets import DATASETS
from tongban.channels.web.citizen.shared_pages import answered

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Every data set with what it holds, what its columns mean, and where it is."""

    def draw() -> HttpResponse:
        found = [
            (each, reverse(each.csv, args=each.arguments), reverse(each.jsonl, args=each.arguments), reverse(each.page))
            for each in DATASETS
        ]
        context = {"datasets": found, "licence": catalog_queries.city().open_data, "no_licence": NO_LICENCE}
        return render(request, "citizen/open_data.html", context)

    return answered(request, None, draw)


@public
@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """The same as DCAT 3 in JSON-LD."""
    response = JsonResponse(catalogue(), content_type="application/ld+json", json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Cache-Control"] = "public, max-age=300"
    return response
