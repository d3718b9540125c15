"""Who may do what on duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.duty.terms import Denied
from tongban.identity.terms import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def is_desk(by: Actor, desk: str) -> bool:
    """Whether somebody works at the city's duty desk; the system is everywhere."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and desk in by.desks)


def may_see(by: Actor, desk: str, units: Collection[str]) -> bool:
    """The duty desk sees all; a unit's staff what its line was or is called for."""
    return is_desk(by, desk) or (by.kind is ActorKind.STAFF and not by.departments.isdisjoint(units))


def require_system(by: Actor) -> None:
    """City data and the clock. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("This is done by the system only.")


def require_desk(by: Actor, desk: str) -> None:
    """Calls somebody out, and tells the next shift. Raises Denied."""
    if not is_desk(by, desk):
        raise Denied("This is done at the city's duty desk only.")


def require_own_shift(by: Actor, desk: str) -> None:
    """A shift is somebody's: the system has none. Raises Denied."""
    if by.id is None or not is_desk(by, desk):
        raise Denied("A shift is somebody's at the city's duty desk.")


def require_unit(by: Actor, desk: str, units: Collection[str]) -> None:
    """The unit's own staff and those above it see and change its roster, and so does the duty desk. Raises Denied."""
    if not may_see(by, desk, units):
        raise Denied("This is for the unit and the city's duty desk.")


def require_may_acknowledge(by: Actor, desk: str, line: Collection[UUID], *, by_code: bool) -> None:
    """Whoever has the code that was sent, the duty desk, and those of the line that is called; not all who work there. Raises Denied."""
    if not by_code and not is_desk(by, desk) and by.id not in line:
        raise Denied("Give the code of the text message.")
