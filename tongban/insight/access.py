"""Who may do what in analysis: the city's rules of supervision name the desk that analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.insight.terms import Denied
from tongban.supervision.queries import release
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor


def require_system(by: Actor) -> None:
    """What the clock and the console do. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_an_analyst(by: Actor) -> UUID:
    """Somebody at the desk that analyses, not the system; who it is. Raises Denied."""
    require_analyst(by)
    if by.id is None:
        raise Denied("done by somebody of the desk that analyses")
    return by.id


def require_judge(by: Actor) -> None:
    """Somebody who analyses, or who supervises. Raises Denied."""
    if by.id is None or not _sits_at(by, "analyse", "supervise"):
        raise Denied("for whoever analyses or supervises")


def require_reader(by: Actor) -> None:
    """What was found: for the desk that analyses, for whoever supervises and for whoever leads. Raises Denied."""
    try:
        desks = release().desks
    except NoSupervision:
        require_system(by)
        return
    if by.kind is not ActorKind.SYSTEM and not by.sits_at(desks.analyse, desks.supervise, desks.second, desks.lead):
        raise Denied("for whoever analyses, supervises or leads")


def require_analyst(by: Actor) -> None:
    """Figures of the whole city, before anybody has looked at them: for the desk that analyses. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not _sits_at(by, "analyse"):
        raise Denied("for the desk that analyses")


def _sits_at(by: Actor, *desks: str) -> bool:
    try:
        return by.sits_at(*(getattr(release().desks, each) for each in desks))
    except NoSupervision:
        return False
