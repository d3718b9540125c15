"""Who may do what in supervision: the city's file names the desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease


def require_system(by: Actor) -> None:
    """City data and the clock. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_desk(by: Actor, *desks: str) -> None:
    """What only these desks do; the system is at none. Raises Denied."""
    if by.id is None or not by.sits_at(*desks):
        raise Denied(f"done at {' or '.join(desks)}")


def require_sees_all(by: Actor, release: SupervisionRelease) -> None:
    """What is not published. Raises Denied."""
    if not release.desks.see_all(by):
        raise Denied("for supervisors")
