"""By number and tracking code to one's own message, without an account. A guessed code is answered like an unknown number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tongban.board import queries as board_queries
from tongban.board.terms import UnknownMessage
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.citizen import holding
from tongban.identity.terms import PUBLIC

TRIES_A_MINUTE = 10
LENGTH = 60


@public
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. Refuses: UnknownMessage at the form; TooOften."""
    typed = {name: request.POST.get(name, request.GET.get(name, "") if name == "number" else "")[:LENGTH] for name in ("number", "code")}
    if request.method != "POST":
        return render(request, "citizen/board/track.html", {"typed": typed})
    require_calm(request, "board.track", a_minute=TRIES_A_MINUTE)
    number, code = board_queries.read_number(typed["number"]), typed["code"].strip()
    try:
        if not code:
            raise UnknownMessage(number)
        view = board_queries.message(number, by=PUBLIC, at=moment(request), code=code)
    except UnknownMessage as refusal:
        problem = problem_of(refusal)
        return render(request, "citizen/board/track.html", {"typed": typed, "problem": problem}, status=problem.status)
    response = redirect("citizen:board-message", view.number)
    holding.hold(request, response, view.number, code)
    return response


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser forgets the code."""
    response = redirect("citizen:board")
    holding.let_go(response)
    return response
