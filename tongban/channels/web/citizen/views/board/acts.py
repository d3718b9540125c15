"""What the author of a message does after sending it, with an account or with the tracking code: add, take back, appeal, rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.board import actions as board_actions
from tongban.board.terms import Satisfaction, WrongState
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import public, to_sign_in
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.shared_pages import private
from tongban.channels.web.citizen.views.board.page import drawn, view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.board.terms import MessageView

LENGTH = 20_000  # the verbs say what is too long; this is more than any of them takes


@public
@require_POST
def add_words(request: HttpRequest, number: str) -> HttpResponseBase:
    """Refuses at its field: WordsMissing, WordsTooLong, TooManyMessages, WrongState; UnknownMessage."""

    def act(view: MessageView) -> str:
        words = request.POST.get("words", "")[:LENGTH]
        board_actions.add_words(message_id=view.id, words=words, **_who(request, view))
        return _("补充的话已经写上，办理的人看得到；公开的留言，审核后别人也看得到。")

    return _done(request, number, "add", act)


@public
@require_POST
def appeal(request: HttpRequest, number: str) -> HttpResponseBase:
    """Refuses at its field: WordsMissing, WordsTooLong, WrongState; UnknownMessage."""

    def act(view: MessageView) -> str:
        words = request.POST.get("words", "")[:LENGTH]
        board_actions.appeal(message_id=view.id, words=words, **_who(request, view))
        return _("申诉已经提交，会由另一位审核员再看一次。")

    return _done(request, number, "appeal", act)


@public
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponseBase:
    """Refuses at its field: an answer missing, AlreadyRated, RatingClosed, WrongState, WordsTooLong; UnknownMessage."""
    solved, level = request.POST.get("solved", ""), request.POST.get("satisfaction", "")
    if solved not in ("yes", "no") or level not in {str(each.value) for each in Satisfaction}:
        title, remedy = _("还差一步"), _("请选“解决了没有”和“满意不满意”，再提交评价。")
        return private(drawn(request, number, problem=Problem("rating-missing", 422, title, remedy), at_form="rate", status=422))

    def act(view: MessageView) -> str:
        words = request.POST.get("words", "")[:LENGTH]
        rating: dict[str, Any] = {"solved": solved == "yes", "satisfaction": Satisfaction(int(level)), "words": words}
        board_actions.rate(message_id=view.id, **rating, **_who(request, view))
        return _("谢谢您的评价。")

    return _done(request, number, "rate", act)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take it back, after a page that asks once more. Refuses: UnknownMessage, WrongState."""
    if _session_ended(request):
        return to_sign_in(request)
    view = view_of(request, number)
    if view.own is None or not view.own.may_withdraw:
        raise WrongState(view.state)
    if request.method != "POST":
        return private(render(request, "citizen/board/withdraw.html", {"message": view}))
    board_actions.withdraw(message_id=view.id, **_who(request, view))
    messages.success(request, _("%(number)s 已撤回，不再公开显示。") % {"number": view.number})
    return redirect("citizen:board-message", view.number)


def _done(request: HttpRequest, number: str, form: str, act: Callable[[MessageView], str]) -> HttpResponseBase:
    """Do it and return to the page; a refusal is told there, at its form, with what was typed."""
    if _session_ended(request):
        return to_sign_in(request)
    view = view_of(request, number)
    try:
        told = act(view)
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return private(drawn(request, number, problem=problem, at_form=form, status=problem.status))
    messages.success(request, told)
    return redirect("citizen:board-message", view.number)


def _session_ended(request: HttpRequest) -> bool:
    """Whether whoever began this with an account is signed in no more; what they typed is kept."""
    return request.method == "POST" and request.POST.get("as") == "account" and not request.user.is_authenticated


def _who(request: HttpRequest, view: MessageView) -> dict[str, Any]:
    return {"by": person_of(request), "at": moment(request), "code": holding.code_of(request, view.number)}
