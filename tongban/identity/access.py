"""Who may do what in `identity`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tongban.identity import rules
from tongban.identity.terms import Actor, ActorKind, Denied

if TYPE_CHECKING:
    from tongban.identity.models import Organisation


def require_system(by: Actor) -> None:
    """Enrolment, appointments and city data come from the system alone today: no door offers them to a person."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("This is done by the system only.")


def require_may_grant(by: Actor, organisation: Organisation) -> None:
    """The legal representative, or the system. Raises Denied."""
    if not rules.may_grant_mandate(
        by_system=by.kind is ActorKind.SYSTEM, person_id=by.person_id, legal_representative_id=organisation.legal_representative_id
    ):
        raise Denied("Only the legal representative grants and revokes mandates.")


def require_own_login(by: Actor, login_id: object, at: datetime) -> None:
    """A login issues its own tokens, and chooses its own password and language."""
    if login_id is None or by.id != login_id:
        raise Denied("This is for the login itself only.")


def require_staff(by: Actor) -> None:
    """Whoever enters the holder of a paper: the system, or somebody at a desk."""
    if by.kind is not ActorKind.SYSTEM and not (by.kind is ActorKind.STAFF and by.desks):
        raise Denied("This is done at a desk only.")


def require_own_proof(by: Actor, login_id: object, *, given: bool) -> None:
    """A login begins its own second factor; a secret that is given comes from the system. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and (given or login_id is None or by.id != login_id):
        raise Denied("A second factor belongs to its own login only.")


def require_own_certificate(by: Actor, person_id: object) -> None:
    """Its holder, or whoever is at a desk. Raises Denied."""
    if by.person_id != person_id:
        require_staff(by)


def require_nobody(by: Actor) -> None:
    """Signing in is done by whoever is not signed in yet. Raises Denied."""
    if by.kind is not ActorKind.PUBLIC:
        raise Denied("Already signed in.")
