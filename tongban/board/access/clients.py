"""Systems of other bodies: what a unit's own system may do with its unit's orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import Denied
from tongban.identity.terms import ActorKind

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def require_reporter(by: Actor) -> None:
    """A system that works for a unit. Raises Denied."""
    if by.kind is not ActorKind.CONSUMER or not by.desks:
        raise Denied("only a unit's own system reports on its orders")
