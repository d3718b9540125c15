"""The call-back desk (回访): answers whose authors nobody has heard yet. What a unit answered is never shown to that unit."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import CallBack, Denied, Satisfaction
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk.board_forms import CallBackForm
from tongban.channels.web.desk.deeds import SUBJECT
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.notices import queries as notice_queries

if TYPE_CHECKING:
    from uuid import UUID

LINES = 30


@staff
@private
def call_backs(request: HttpRequest) -> HttpResponse:
    """The list, the oldest answer first."""
    return _page(request)


@staff
@private
def call_back(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One of them: the answer to ask about, the call, and what came of it."""
    if request.method != "POST":
        return _one(request, message_id)
    form = CallBackForm(request.POST, auto_id="call-back_%s")
    if not form.is_valid():
        return _one(request, message_id, form=form, status=422)
    told = form.cleaned_data
    rating: dict[str, Any] = {}
    if told["outcome"] == CallBack.RATED:
        rating = {"solved": told["solved"] == "yes", "satisfaction": Satisfaction(int(told["satisfaction"])), "words": told["words"]}
    outcome = CallBack(told["outcome"])
    try:
        done = board_actions.call_back(message_id=message_id, outcome=outcome, **rating, by=actor_of(request), at=moment(request))
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return _one(request, message_id, form=form, problem=problem, status=problem.status)
    messages.success(request, _("%(number)s 的回访已记下。") % {"number": done.number})
    return redirect("desk:call-back")


@staff
@private
def dial(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Ask the exchange for a number by which the author is reached without being shown."""
    if request.method == "POST":
        try:
            key = uuid.UUID(request.POST.get("key", ""))
        except ValueError:
            key = uuid.uuid4()
        try:
            board_actions.call_to_ask(key=key, message_id=message_id, by=actor_of(request), at=moment(request))
        except REFUSALS as refusal:
            problem = problem_of(refusal)
            return _one(request, message_id, problem=problem, status=problem.status)
    return redirect("desk:call-back-one", message_id=message_id)


def _page(request: HttpRequest) -> HttpResponse:
    board = board_of(request)
    if not board.calls_back:
        raise Denied("done at the call-back desk only")
    lines = board_queries.to_call_back(board.by, at=board.at, limit=LINES)
    return render(request, "desk/board/call_backs.html", {"lines": lines} | frame(request, "call-back"))


def _one(request: HttpRequest, message_id: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    board = board_of(request)
    view = board_queries.to_ask(message_id, by=board.by, at=board.at)
    form = more.get("form")
    wrong = [(f"call-back_{name}", str(words)) for name, errors in form.errors.items() for words in errors] if form else []
    context = {
        "message": view,
        "form": CallBackForm(auto_id="call-back_%s"),
        "key": uuid.uuid4(),
        "mistakes": wrong,
        "calls": notice_queries.calls_of(SUBJECT, message_id, by=board.by),
        "problem": None,
    }
    return render(request, "desk/board/call_back.html", context | more | frame(request, "call-back"), status=status)
