"""The joint desk: bodies beside the units (petitions, emergency, inspection, the media), each with what its rights let it see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private


@staff
@private
def joint(request: HttpRequest) -> HttpResponse:
    """Messages newest first, in masked words; the media see what was cleared for them."""
    shelf, after = request.GET.get("shelf", ""), request.GET.get("after", "")
    shelf = shelf if shelf in board_queries.JOINT_SHELVES else ""
    by, board = actor_of(request), board_of(request)
    page = board_queries.joint(by, at=moment(request), shelf=shelf, after=after)
    rights = board_queries.joint_rights(by)
    bodies = [each.name for each in board.release.joint if each.desk in by.desks] if board.release else []
    context = {"page": page, "shelf": shelf, "after": after, "rights": rights, "bodies": bodies, "sees": "see" in rights, "number": ""}
    return render(request, "desk/board/joint.html", context | frame(request, "joint"))
