"""Who may register a program and see which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.clients.terms import Denied
from tongban.identity.terms import ActorKind

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def require_system(by: Actor) -> None:
    """Done at the console, by whoever runs the city's system. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")
