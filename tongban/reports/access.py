"""Who may do what with reports: the city's rules of supervision name the desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.reports.rules.states import Part
from tongban.reports.terms import SamePerson
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import Desks


def require_system(by: Actor) -> None:
    """What the clock and the console do. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_drawing(by: Actor, desks: Desks) -> None:
    """The clock, or whoever analyses. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM and not by.sits_at(desks.analyse):
        raise Denied("for the desk that analyses")


def parts(by: Actor, desks: Desks) -> frozenset[Part]:
    """Which parts somebody has in the life of a report."""
    at = {
        Part.ANALYST: (desks.analyse,),
        Part.APPROVER: (desks.supervise, desks.second, desks.lead),
        Part.SUPERVISOR: (desks.supervise,),
    }
    return frozenset(part for part, names in at.items() if by.id is not None and by.sits_at(*names))


def require_part(by: Actor, part: Part, desks: Desks) -> None:
    """Raises Denied."""
    if part not in parts(by, desks):
        raise Denied(f"done by the {part}")


def require_another(by: Actor, others: Collection[UUID | None]) -> None:
    """Whoever approves has not worded it. Raises SamePerson."""
    if by.id in others:
        raise SamePerson


def reads_all(by: Actor, desks: Desks) -> bool:
    """Whoever analyses, supervises or leads reads every report, approved or not; so does the system."""
    return desks.see_all(by)
