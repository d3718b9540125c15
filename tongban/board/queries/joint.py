"""The joint desk: messages as a body of it may see them, all of them or only what was cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.board import access
from tongban.board.models import Message
from tongban.board.queries.lines import line, with_excerpt
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.terms import Denied, MessageState
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import MessageLine, Page
    from tongban.identity.terms import Actor

LINES = 30
JOINT_SHELVES = ("", "late", "emergency", "again", "cleared")
ENDED = Q(state__in=[MessageState.ANSWERED, MessageState.CLOSED])


def joint(by: Actor, *, at: datetime, shelf: str = "", after: str = "", limit: int = LINES) -> Page[MessageLine]:
    """What a body of the joint desk may see, newest first, in masked words; never a report about itself. The media see what was cleared.

    `shelf` narrows: late (without an answer, the longest overdue first), emergency, again (reopened), cleared. One statement.
    Refuses: Denied.
    """
    release = board()
    rights = access.joint_rights(by, release)
    if not rights & {"see", "cleared"}:
        raise Denied("for the bodies of the joint desk")
    limit = max(1, min(limit, MOST))
    seen = ~access.about_us(by, release, units(release)) if "see" in rights else Q(cleared=True) & ~Q(kind=Kind.REPORT)
    column, newest_first = ("due_at", False) if shelf == "late" else ("received_at", True)
    found = Message.objects.filter(seen & _on(shelf, at) & beyond(after, column, newest_first=newest_first))
    rows = list(with_excerpt(found.order_by(*(f"-{name}" if newest_first else name for name in (column, "pk"))))[: limit + 1])
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (getattr(row, column), row.pk))


def joint_rights(by: Actor) -> frozenset[str]:
    """What an actor may do at the joint desk: see, comment, supervise, cleared."""
    return access.joint_rights(by, board())


def _on(shelf: str, at: datetime) -> Q:
    shelves = {
        "late": Q(due_at__lt=at, first_answered_at__isnull=True) & ~Q(state=MessageState.CLOSED),
        "emergency": Q(emergency=True) & ~ENDED,
        "again": Q(reopened=True),
        "cleared": Q(cleared=True),
    }
    return shelves.get(shelf, Q())
