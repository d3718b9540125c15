"""The desk of a unit: its orders, most urgent first; what waits for approval or for more time; what is done; a message by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response

from tongban.board import queries as board_queries
from tongban.board.terms import UnknownMessage
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.kernel import crypto

if TYPE_CHECKING:
    from tongban.board.terms import InboxLine

VIEWS = {"": "inbox", "to_take": "to_take", "soon": "soon", "late": "late"}


@staff
@private
def inbox(request: HttpRequest) -> HttpResponse:
    """Open orders of all my units, or of one; `shelf` narrows, `after` continues."""
    return render(request, "desk/board/inbox.html", _lines(request))


@staff
@private
def rows(request: HttpRequest) -> HttpResponse:
    """The lines alone, for the page that asks again every few seconds; when nothing changed, nothing is sent."""
    return unless_known(request, render(request, "desk/board/inbox_rows.html", _lines(request) | {"polled": True}))


@staff
@private
def settled(request: HttpRequest) -> HttpResponse:
    """What my units have done, sent back or lost, newest first."""
    page = board_queries.settled(actor_of(request), at=moment(request), after_cursor=request.GET.get("after", ""))
    return render(request, "desk/board/settled.html", {"page": page} | frame(request, "settled"))


@staff
@private
def approvals(request: HttpRequest) -> HttpResponse:
    """Replies that wait for me, what was submitted first comes first."""
    lines = board_queries.to_approve(actor_of(request), at=moment(request))
    return render(request, "desk/board/approvals.html", {"lines": lines} | frame(request, "approvals"))


@staff
@private
def extensions(request: HttpRequest) -> HttpResponse:
    """More time that units below have asked for."""
    return render(
        request,
        "desk/board/extensions.html",
        {"lines": board_queries.extensions_to_decide(actor_of(request))} | frame(request, "extensions"),
    )


@staff
@private
def find(request: HttpRequest) -> HttpResponse:
    """Straight to a message by its number: to my unit's order of it, else to the message as my desk sees it."""
    by, number = actor_of(request), request.GET.get("number", "")
    found = board_queries.message_id(number, by=by)
    if found is None:
        problem = problem_of(UnknownMessage(number))
        context = {"problem": problem, "number": number} | frame(request, "")
        return render(request, "desk/board/not_found.html", context, status=problem.status)
    order_id = board_queries.order_of(found, by=by) if board_of(request).units else None
    return redirect("desk:order", order_id=order_id) if order_id else redirect("desk:message", message_id=found)


def unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """304 where the browser has the same already."""
    etag = f'"{crypto.blind_index(answer.content.decode(), "desk.fragment").hex()[:20]}"'
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def neighbours(request: HttpRequest, order_id: object, step: int) -> InboxLine | None:
    """The next or previous order of my inbox."""
    lines = board_queries.inbox(actor_of(request), at=moment(request), limit=100).lines
    if not lines:
        return None
    here = next((place for place, each in enumerate(lines) if each.order_id == order_id), -1 if step > 0 else 0)
    return lines[(here + step) % len(lines)]


def _lines(request: HttpRequest) -> dict[str, object]:
    shelf, unit, after = (request.GET.get(name, "") for name in ("shelf", "unit", "after"))
    shelf = shelf if shelf in board_queries.SHELVES else ""
    board = board_of(request)
    unit = unit if unit in board.units else ""
    page = board_queries.inbox(board.by, at=board.at, shelf=shelf, unit=unit, after_cursor=after)
    told = {"page": page, "shelf": shelf, "unit": unit, "after": after, "several": len(board.units) > 1 and not unit, "number": ""}
    return told | frame(request, VIEWS.get(shelf, "inbox"))
