"""Systems of other bodies: what a unit's own system may do with its unit's orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import Denied
from tongban.clients import queries as clients_queries
from tongban.identity.terms import ActorKind

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def require_reporter(by: Actor) -> None:
    """A system that works for a unit and has its key still; one act of it after the other. Raises Denied."""
    if by.kind is not ActorKind.CONSUMER or not by.desks or by.id is None or not clients_queries.hold(by.id):
        raise Denied("only a unit's own system reports on its orders")
