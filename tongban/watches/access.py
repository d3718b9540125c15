"""Who keeps watches: the desk that analyses, which the city's rules of supervision name. Counting is the system's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.supervision.queries import release
from tongban.supervision.terms import NoSupervision
from tongban.watches.terms import Denied

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor


def require_system(by: Actor) -> None:
    """What the clock and the console do. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_an_analyst(by: Actor) -> UUID:
    """Somebody at the desk that analyses; who it is. Raises Denied."""
    if by.id is None or not _analyses(by):
        raise Denied("for somebody of the desk that analyses")
    return by.id


def _analyses(by: Actor) -> bool:
    try:
        return by.sits_at(release().desks.analyse)
    except NoSupervision:
        return False
