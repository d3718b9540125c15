"""Who disposes of a seal, and who may use it."""

from __future__ import annotations

from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind
from tongban.seals.terms import SealNotGranted, SealNotTheirs, SealOwner


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
