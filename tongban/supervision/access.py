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


def is_at(by: Actor, *desks: str) -> bool:
    """Whether somebody works at one of these desks."""
    return by.kind is ActorKind.STAFF and not by.desks.isdisjoint(desks)


def require_desk(by: Actor, *desks: str) -> None:
    """What only these desks do; the system is at none. Raises Denied."""
    if by.id is None or not is_at(by, *desks):
        raise Denied(f"done at {' or '.join(desks)}")


def sees_all(by: Actor, release: SupervisionRelease) -> bool:
    """Supervisors, who signs, who leads and who analyses see every unit, on trial or not; so does the system."""
    desks = release.desks
    return by.kind is ActorKind.SYSTEM or is_at(by, desks.supervise, desks.second, desks.sign, desks.lead, desks.analyse)


def require_sees_all(by: Actor, release: SupervisionRelease) -> None:
    """What is not published. Raises Denied."""
    if not sees_all(by, release):
        raise Denied("for supervisors")


def is_unit(by: Actor, unit: str) -> bool:
    """Whether somebody works in this unit."""
    return by.kind is ActorKind.STAFF and unit in by.departments
