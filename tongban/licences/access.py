"""Who may see and issue licences."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.identity.terms import Actor, ActorKind
from tongban.licences.terms import Denied, Handling, LicenceType


def may_read(by: Actor, holders: Collection[UUID], handling: Handling | None = None) -> bool:
    """A person sees their own and those of organisations they act for; staff see what a case of theirs needs, always logged."""
    match by.kind:
        case ActorKind.SYSTEM:
            return True
        case ActorKind.STAFF:
            return handling is not None and bool(by.desks)
        case ActorKind.PERSON:
            return all(by.acts_for(holder) for holder in holders)
        case ActorKind.PUBLIC:
            return False


def require_read(by: Actor, holders: Collection[UUID], handling: Handling | None = None) -> None:
    if not may_read(by, holders, handling):
        raise Denied("not the licences of this actor")


def require_case(by: Actor, handling: Handling | None) -> None:
    """Staff look at licences for a case and for nothing else, whichever licence it is, or none."""
    if by.kind is ActorKind.STAFF and handling is None:
        raise Denied("staff read licences through a case")


def require_issue(by: Actor, kind: LicenceType) -> None:
    """Only the department that the type belongs to issues it (Administrative Licensing Law, art. 22)."""
    if by.kind is not ActorKind.SYSTEM and kind.department not in by.departments:
        raise Denied(f"{kind.code} is issued by {kind.department}")


def require_system(by: Actor) -> None:
    """Loading city data is nobody's act at a desk."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("only the system loads city data")
