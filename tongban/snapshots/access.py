"""Who may count: figures of the whole city, before anybody has looked at them. The city's rules of supervision name the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.snapshots.terms import Denied
from tongban.supervision.queries import release
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def require_system(by: Actor) -> None:
    """What the clock and the console do. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_analyst(by: Actor) -> None:
    """The system, or the desk that analyses. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not _analyses(by):
        raise Denied("for the desk that analyses")


def _analyses(by: Actor) -> bool:
    try:
        return by.sits_at(release().desks.analyse)
    except NoSupervision:
        return False
