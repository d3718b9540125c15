"""Who may see and issue licences."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind
from tongban.licences.terms import Denied, Handling, LicenceType, OwnShowing, SealNotGranted, SealNotTheirs, SealOwner


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


def may_show(by: Actor, holders: Collection[UUID]) -> bool:
    """A licence is shown by one of its holders, or by whoever acts for one; nobody shows another's."""
    return by.kind is ActorKind.PERSON and by.id is not None and any(by.acts_for(each) for each in holders)


def require_opener(by: Actor, shown_by: UUID) -> None:
    """Whoever scans the code opens it, signed in or not; only whoever shows it does not, who would use it up."""
    if by.id == shown_by:
        raise OwnShowing("the code is for somebody else")


def require_grants(by: Actor, holder_id: UUID) -> None:
    """A standing authorisation is given, seen and revoked by the holder, or by whoever acts for it."""
    if not may_show(by, (holder_id,)):
        raise Denied("not the licences of this actor")


def require_issue(by: Actor, kind: LicenceType) -> None:
    """Only the department that the type belongs to issues it (Administrative Licensing Law, art. 22)."""
    if by.kind is not ActorKind.SYSTEM and kind.department not in by.departments:
        raise Denied(f"{kind.code} is issued by {kind.department}")


def keeps(by: Actor, kind: LicenceType) -> bool:
    """Whether a type belongs to one of this actor's departments, which keeps its records."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and kind.department in by.departments)


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


def disposes_of(by: Actor, owner_kind: SealOwner, owner: str) -> bool:
    """Whether a seal is this actor's to dispose of: of their department, of the company they represent by law, or their own."""
    if by.kind is ActorKind.SYSTEM:
        return True
    match owner_kind:
        case SealOwner.DEPARTMENT:
            return by.kind is ActorKind.STAFF and owner in by.departments
        case SealOwner.ORGANISATION:
            return by.person_id is not None and identity_queries.represents(by.person_id, UUID(owner))
        case SealOwner.PERSON:
            return by.person_id is not None and owner == str(by.person_id)


def require_seals(by: Actor, owner_kind: SealOwner, owner: str) -> None:
    """Raises SealNotTheirs."""
    if not disposes_of(by, owner_kind, owner):
        raise SealNotTheirs(f"{owner_kind} {owner}")


def require_use(by: Actor, owner_kind: SealOwner, owner: str, *, granted: bool) -> None:
    """Whoever owns a seal uses it, or whoever has a grant, which the caller has looked up. Raises SealNotGranted."""
    if not (granted or disposes_of(by, owner_kind, owner)):
        raise SealNotGranted(f"{owner_kind} {owner}")


def may_see_stock(by: Actor, department: str) -> bool:
    """A department sees what became of its own lists."""
    return by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and department in by.departments)
