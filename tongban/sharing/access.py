"""Who may show, hand over and look: holders and whoever acts for them, windows, and the desk that keeps the library."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.identity.terms import Actor, ActorKind
from tongban.licences.queries import opening
from tongban.licences.terms import Denied, Handling, Opened, UnknownLicence
from tongban.sharing.terms import OwnShowing


def may_show(by: Actor, holders: Collection[UUID]) -> bool:
    """A licence is shown by one of its holders, or by whoever acts for one; nobody shows another's."""
    return by.kind is ActorKind.PERSON and by.id is not None and any(by.acts_for(each) for each in holders)


def require_opener(by: Actor, shown_by: UUID) -> None:
    """Whoever scans the code opens it, signed in or not; only whoever shows it does not, who would use it up."""
    if by.id == shown_by:
        raise OwnShowing("the code is for somebody else")


def at_desk(by: Actor, desk: str) -> bool:
    return by.kind is ActorKind.STAFF and desk in by.desks


def require_window(by: Actor, desk: str) -> None:
    """A visit is registered by whoever sits there. Raises Denied."""
    if by.id is None or not at_desk(by, desk):
        raise Denied("not a window of this actor")


WINDOW_DESK = "window"  # key of the desk of a department to which people come, whether or not services are accepted there


def visit_desks(by: Actor, accepting: Collection[str]) -> tuple[str, ...]:
    """The desks of this actor at which visits are registered: those that accept services, and those that are windows by their key."""
    mine = by.desks if by.kind is ActorKind.STAFF else ()
    return tuple(sorted(desk for desk in mine if desk in accepting or desk.endswith(f"/{WINDOW_DESK}")))


def require_grants(by: Actor, holder_id: UUID) -> None:
    """A standing authorisation is given, seen and revoked by the holder, or by whoever acts for it."""
    if not may_show(by, (holder_id,)):
        raise Denied("not the licences of this actor")


LIBRARY_DESK = "library"  # key of the desk that keeps the library for the whole city


def require_library(by: Actor) -> None:
    """Who keeps the library looks after those who ask it: the system, or whoever works at the library's own desk. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not keeps_library(by):
        raise Denied("only the desk that keeps the library looks after its consumers")


def keeps_library(by: Actor) -> bool:
    """Whether this is somebody at the desk that keeps the library."""
    return by.kind is ActorKind.STAFF and any(desk.endswith(f"/{LIBRARY_DESK}") for desk in by.desks)


def showable(licence_id: UUID, *, by: Actor) -> Opened:
    """A licence that is this actor's to show, whatever its state. Raises UnknownLicence."""
    found = opening.opened(licence_id)
    if found is None or not may_show(by, found.holder_ids):
        raise UnknownLicence(str(licence_id))
    return found


def readable(licence_id: UUID, *, by: Actor, handling: Handling | None = None) -> Opened:
    """A licence that this actor may read, as the library says, and so may be given a copy of. Raises Denied, UnknownLicence."""
    return opening.readable(licence_id, by=by, handling=handling)


def may_take_back(by: Actor, holder_id: UUID) -> bool:
    """A link is ended by the holder, whoever acts for it, or the system."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.PERSON and by.acts_for(holder_id))


def require_system(by: Actor) -> None:
    """Registering consumers and deleting copies is nobody's act at a desk. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("only the system does this")
