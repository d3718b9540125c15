"""What every page of the web doors passes: refusals become pages in words, what is somebody's own is not kept, the elder mode is found."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import DataError
from django.shortcuts import render

from tongban.channels.parts import mode
from tongban.channels.parts.keepable import Unkeepable
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.sent import again, unkeepable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Answer = Callable[["HttpRequest"], "HttpResponse"]


class Refusals:
    """A refusal that no view has answered becomes a page that says what is wrong and what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: dict[str, Any]) -> HttpResponse | None:
        """At a desk no value holds a NUL, wherever it was to go: elsewhere doors read it away where they can."""
        refusal = unkeepable(request, named) if getattr(view, "audience", "") == "staff" else None
        return self.process_exception(request, refusal) if refusal is not None else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValueError | DataError) and not isinstance(exception, REFUSALS):
            named = request.resolver_match.kwargs if request.resolver_match else {}
            exception = unkeepable(request, named) or exception  # where it could not be read away
        if not isinstance(exception, REFUSALS):
            return None
        problem = problem_of(exception)
        told = {"problem": problem, "again": again(request) if isinstance(exception, Unkeepable) else None}
        return render(request, "parts/problem_page.html", told, status=problem.status)


class Privacy:
    """Whatever is shown to somebody signed in stays in no cache, unless the view has said how long: a computer may be shared."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if _is_private(request, response):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    """Of a view that is not public, or a page drawn for whoever has signed in. "Not modified" leaves what the browser was told."""
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return False
    view = request.resolver_match.func if request.resolver_match else None
    if getattr(view, "audience", "public") != "public":
        return True
    page = response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and response.headers.get("Content-Type", "").startswith("text/html")
    return page and request.user.is_authenticated


class Modes:
    """`?mode=elder` and `?mode=plain` hold for this page and are remembered; without one the cookie says."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("mode", "")
        request.elder = mode.wanted(asked or request.COOKIES.get(mode.COOKIE, ""))
        response = self.answer(request)
        if asked in mode.MODES:
            mode.remember(response, asked)
        return response
