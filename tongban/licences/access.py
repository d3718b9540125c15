"""Who may see and issue licences."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind
from tongban.licences.terms import (
    Denied,
    Handling,
    LicenceType,
    NotADecidingPost,
    NotOwnProposal,
    OwnProposal,
)


def may_read(by: Actor, holders: Collection[UUID], handling: Handling | None = None) -> bool:
    """A person sees their own and those of organisations they act for; staff see what a case of theirs needs, always logged."""
    match by.kind:
        case ActorKind.SYSTEM:
            return True
        case ActorKind.STAFF:
            return handling is not None and bool(by.desks)
        case ActorKind.PERSON:
            return all(by.acts_for(holder) for holder in holders)
        case ActorKind.CONSUMER:
            return handling is not None  # its right was found before, and for which business it asks
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


def keeps(by: Actor, kind: LicenceType) -> bool:
    """Whether a type belongs to one of this actor's departments, which keeps its records."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and kind.department in by.departments)


def may_decide(by: Actor, kind: LicenceType) -> bool:
    """Whether this actor sits at a post that decides in the name of the department which issues the type, as the city's data says."""
    if by.kind is ActorKind.SYSTEM:
        return True
    return keeps(by, kind) and any(desk.partition("/")[0] == kind.department for desk in identity_queries.deciding(by.desks))


def require_deciding(by: Actor, kind: LicenceType) -> None:
    """What becomes of a licence is decided, not received at a window. Raises NotADecidingPost."""
    if not may_decide(by, kind):
        raise NotADecidingPost(kind.department)


def require_person_deciding(by: Actor) -> None:
    """Two people decide, and a system is none. Raises NotADecidingPost."""
    if by.kind is not ActorKind.STAFF or by.id is None:
        raise NotADecidingPost(by.kind)


def require_second(by: Actor, proposed_by: UUID) -> None:
    """Four eyes: the second person is a person, and another. Raises NotADecidingPost, OwnProposal."""
    require_person_deciding(by)
    if by.id == proposed_by:
        raise OwnProposal


def require_proposer(by: Actor, proposed_by: UUID) -> None:
    """Only whoever proposed it takes it back. Raises NotOwnProposal."""
    if by.kind is not ActorKind.STAFF or by.id != proposed_by:
        raise NotOwnProposal


def asks_for(by: Actor, holders: Collection[UUID], handling: Handling | None) -> str:
    """For whom an actor reports an error: the holder they are or act for, or the department that uses it for a case. Refuses: Denied."""
    if by.kind is ActorKind.STAFF and handling is not None and by.departments:
        return min(by.departments)
    if by.kind is ActorKind.PERSON:
        mine = next((holder for holder in holders if by.acts_for(holder)), None)
        if mine is not None:
            return str(mine)
    raise Denied("neither a holder nor a department that uses it")


def holds(by: Actor, holders: Collection[UUID], handling: Handling | None = None) -> bool:
    """Whether one licence may be read: by whoever holds it or acts for one of those who do, or by staff for a case."""
    if by.kind is ActorKind.PERSON:
        return any(by.acts_for(holder) for holder in holders)
    return may_read(by, holders, handling)


def require_system(by: Actor) -> None:
    """Loading city data is nobody's act at a desk."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("only the system loads city data")


def may_see_stock(by: Actor, department: str) -> bool:
    """A department sees what became of its own lists."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and department in by.departments)
