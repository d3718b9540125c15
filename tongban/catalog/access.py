"""Who may change the catalogue. Reading it is everybody's."""

from tongban.catalog.terms import Denied
from tongban.identity.terms import Actor, ActorKind


def require_system(by: Actor) -> None:
    """City data, imports and publications come from the system alone today: no door offers them to a person. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("This is done by the system only.")
