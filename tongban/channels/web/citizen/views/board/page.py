"""The page of a message, for everybody and for its author; following it, and joining it instead of writing the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import End, MessageState, Satisfaction
from tongban.campaigns import queries as campaign_queries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import public, signed_in
from tongban.channels.parts.tags.board import SATISFACTIONS
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.message_lanes import message_lanes
from tongban.channels.web.citizen.shared_pages import answered, is_shared, private

if TYPE_CHECKING:
    from tongban.board.terms import MessageView
    from tongban.channels.parts.problems import Problem

NOTHING_MORE = (End.REFUSED, End.REFERRED, End.MERGED)  # nothing will happen here that one could wait for


@public
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponseBase:
    """One message with every step. Refuses: UnknownMessage."""
    if not is_shared(request):
        return private(drawn(request, number))
    changed_at = board_queries.stamp(number)
    if changed_at is None:  # removed, or not displayed: not worth a cache
        return drawn(request, number)
    return answered(request, changed_at, lambda: drawn(request, number))


def view_of(request: HttpRequest, number: str) -> MessageView:
    """The message as whoever asks may see it. Raises UnknownMessage."""
    read = board_queries.read_number(number)
    return board_queries.message(read, by=person_of(request), at=moment(request), code=holding.code_of(request, read))


def drawn(request: HttpRequest, number: str, *, problem: Problem | None = None, at_form: str = "", status: int = 200) -> HttpResponse:
    """The page; after a refusal with what is wrong at its form, and what was typed there."""
    view, at = view_of(request, number), moment(request)
    own = view.own
    context: dict[str, Any] = {
        "message": view,
        "own": own,
        "campaigns": campaign_queries.campaigns_of(view.id),
        "lanes": message_lanes(view, at=at),
        "open": view.state not in (MessageState.ANSWERED, MessageState.CLOSED),
        "may_rate": view.may_rate,
        "may_follow": view.displayed and own is None and view.end not in NOTHING_MORE,
        "may_join": view.displayed and own is None and not view.joined and view.state is not MessageState.CLOSED,
        "by_code": holding.holds_any(request) and own is not None,
        "levels": [(level.value, SATISFACTIONS[level][1]) for level in Satisfaction],
        "problem": problem,
        "at_form": at_form,
        "typed": {name: request.POST.get(name, "") for name in ("words", "solved", "satisfaction")},
    }
    return render(request, "citizen/board/message.html", context, status=status)


@signed_in
@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Be told of each step, or no longer. Refuses: Denied, UnknownMessage."""
    person, at = person_of(request), moment(request)
    view = view_of(request, number)
    if request.POST.get("end"):
        board_actions.unfollow(message_id=view.id, by=person, at=at)
        messages.success(request, _("不再关注这条留言。"))
    else:
        board_actions.follow(message_id=view.id, by=person, at=at)
        messages.success(request, _("已关注：有了新进展，会在“我的 · 消息”里告诉您。"))
    return redirect("citizen:board-message", view.number)


@signed_in
@require_POST
def join(request: HttpRequest, number: str) -> HttpResponse:
    """ "This is my matter too". Refuses: Denied, UnknownMessage, WrongState."""
    view = view_of(request, number)
    board_actions.join(message_id=view.id, by=person_of(request), at=moment(request))
    messages.success(request, _("已加入：答复也会告诉您，您也可以评价，不用再写一遍。"))
    return redirect("citizen:board-message", view.number)
