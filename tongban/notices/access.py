"""Who may do what in `notices`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import Actor, ActorKind
from tongban.notices.terms import Denied

if TYPE_CHECKING:
    from tongban.notices.terms import Recipient


def require_may_tell(by: Actor, to: Recipient) -> None:
    """The system and staff tell anybody; somebody else only themselves, as with a receipt. Raises Denied."""
    if by.kind in (ActorKind.SYSTEM, ActorKind.STAFF):
        return
    own = (to.login_id is not None and to.login_id == by.id) or (to.person_id is not None and to.person_id == by.person_id)
    if not own or to.phone:
        raise Denied("Only themselves, at their own number.")


def require_system(by: Actor) -> None:
    """What came of a sending is known to the job that sent it, and to the exchange. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("This is done by the system only.")


def require_staff(by: Actor) -> None:
    """Calls are made and taken at a desk. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not (by.kind is ActorKind.STAFF and by.desks):
        raise Denied("This is done at a desk only.")


def require_login(by: Actor) -> None:
    """An inbox belongs to a login. Raises Denied."""
    if by.id is None:
        raise Denied("Sign in first.")
