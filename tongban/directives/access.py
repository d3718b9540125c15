"""Who may do what with orders, interviews and requests: the city's rules of supervision name the desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.directives.rules.edges import By
from tongban.identity.terms import ActorKind
from tongban.supervision.terms import Denied, SamePerson

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import Units
    from tongban.supervision.terms import SupervisionRelease


def require_system(by: Actor) -> None:
    """City data and the clock. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def require_desk(by: Actor, *desks: str) -> None:
    """What only these desks do; the system is at none. Raises Denied."""
    if by.id is None or not by.sits_at(*desks):
        raise Denied(f"done at {' or '.join(desks)}")


def require_sees_all(by: Actor, release: SupervisionRelease) -> None:
    """What is not published. Raises Denied."""
    if not release.desks.see_all(by):
        raise Denied("for supervisors")


def answers_for(by: Actor, unit: str, desk: str) -> bool:
    """Whether somebody works at the desk of a unit that answers orders and interviews; `desk` is its key."""
    return by.sits_at(f"{unit}/{desk}")


def plays(by: Actor, part: By, unit: str, release: SupervisionRelease, desk: str) -> bool:
    """Whether an actor has this part in an order or an interview of a unit; for one that is no more its heir answers."""
    match part:
        case By.UNIT:
            return answers_for(by, unit, desk) or answers_for(by, release.heir(unit), desk)
        case By.SYSTEM:
            return by.kind is ActorKind.SYSTEM
        case By.CLOCK if by.kind is ActorKind.SYSTEM:
            return True
        case _:
            return by.sits_at(release.desks.supervise)


def require_part(by: Actor, part: By, unit: str, release: SupervisionRelease, desk: str) -> None:
    """Raises Denied."""
    if not plays(by, part, unit, release, desk):
        raise Denied(f"done by the {part} of {unit}")


def require_another(by: Actor, *others: UUID | None) -> None:
    """Whoever checks is nobody of those whose work it is. Raises SamePerson."""
    if by.id in others:
        raise SamePerson


def units_seen(by: Actor, release: SupervisionRelease, units: Units, desk: str) -> frozenset[str] | None:
    """Whose orders and interviews an actor sees: of the units for which they answer, of those below, and of those merged into them.

    None: of all.
    """
    if release.desks.see_all(by):
        return None
    mine = [each.partition("/")[0] for each in by.desks if each.partition("/")[2] == desk] if by.kind is ActorKind.STAFF else []
    seen = {code for unit in mine for code in units.tree(unit)}
    return frozenset(seen | {old for old in release.merged if release.heir(old) in seen})
