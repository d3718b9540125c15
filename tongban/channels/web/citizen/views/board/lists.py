"""Lists of displayed messages: the newest, what was looked for, and suggestions with their outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.board import queries as board_queries
from tongban.board.terms import MessageState, Suggested
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.tags.board import KINDS, STATES, SUGGESTED
from tongban.channels.web.citizen.shared_pages import answered
from tongban.kernel.words import grams
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.board.terms import MessageLine, Page
    from tongban.responsibilities.terms import BoardRelease

ASKED_LENGTH = 100
FILTERS = ("kind", "category", "district", "unit", "state")
ASKED_STATES = (MessageState.ANSWERED, MessageState.REOPENED, MessageState.CLOSED)


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The board. Refuses: NoBoard."""
    asked = {name: request.GET.get(name, "")[:ASKED_LENGTH] for name in (*FILTERS, "q", "after")}

    def draw() -> HttpResponse:
        release = responsibilities_queries.board()
        context = {
            "asked": asked,
            "wordless": bool(asked["q"].strip()) and not grams.pieces(asked["q"]),
            "filtered": any(asked[name] for name in FILTERS),
            "page": _found(asked, request),
            "next": _address(asked),
            "feed": _address({name: asked[name] for name in ("unit", "category", "district")}),
            "kinds": [(kind.value, words) for kind, words in KINDS.items() if kind is not Kind.REPORT],
            "states": [(state.value, STATES[state][1]) for state in ASKED_STATES],
            **choices(release),
        }
        return render(request, "citizen/board/home.html", context)

    return answered(request, board_queries.newest_change(), draw)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponseBase:
    """What became of suggestions: each with its outcome and, on its page, the reason. Refuses: NoBoard."""
    outcome, after = request.GET.get("outcome", ""), request.GET.get("after", "")

    def draw() -> HttpResponse:
        context = {
            "page": board_queries.suggestions(at=moment(request), outcome=outcome, after=after),
            "outcome": outcome,
            "outcomes": [(each.value, SUGGESTED[each][1]) for each in Suggested],
            "first_page": not after,
        }
        return render(request, "citizen/board/suggestions.html", context)

    return answered(request, board_queries.newest_change(), draw)


def choices(release: BoardRelease) -> dict[str, Any]:
    """What a form of the board offers to choose from."""
    return {
        "categories": [
            (each, [other for other in release.categories if other.code[:2] == each.code[:2] and other is not each])
            for each in release.categories
            if each.code.endswith("0000")
        ],
        "districts": [
            (each, [other for other in release.districts if other.parent == each.code]) for each in release.districts if not each.parent
        ],
        "units": sorted(responsibilities_queries.units(release), key=lambda unit: str(unit.short_name)),
    }


def _found(asked: Mapping[str, str], request: HttpRequest) -> Page[MessageLine]:
    only: dict[str, Any] = {name: asked[name] for name in FILTERS}
    if asked["q"].strip():
        return board_queries.search(asked["q"], at=moment(request), after=asked["after"], **only)
    return board_queries.messages(at=moment(request), after=asked["after"], **only)


def _address(asked: Mapping[str, str]) -> str:
    """What was asked for, as a query; without the place in the list."""
    return urlencode({name: value for name, value in asked.items() if value and name != "after"})
