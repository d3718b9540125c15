"""What every page of the web doors passes: refusals become pages in words, and the elder mode is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.shortcuts import render

from tongban.channels.parts import mode
from tongban.channels.parts.problems import REFUSALS, problem_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Answer = Callable[["HttpRequest"], "HttpResponse"]


class Refusals:
    """A refusal that no view has answered becomes a page that says what is wrong and what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, REFUSALS):
            return None
        problem = problem_of(exception)
        return render(request, "parts/problem_page.html", {"problem": problem}, status=problem.status)


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
