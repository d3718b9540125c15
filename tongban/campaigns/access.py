"""Who may do what with campaigns: the city's rules of supervision name the desks; authors are known by account or tracking code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.campaigns.rules.life import By, parts
from tongban.identity.terms import ActorKind
from tongban.supervision.terms import Denied, SamePerson

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.campaigns.terms import CampaignAct
    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease


def plays(by: Actor, part: By, city: SupervisionRelease) -> bool:
    """Whether an actor has this part; who is an author, `require_author` looks at."""
    match part:
        case By.SUPERVISOR:
            return by.sits_at(city.desks.supervise)
        case By.APPROVER:
            return by.sits_at(city.desks.second, city.desks.lead)
        case By.CLOCK:
            return by.kind is ActorKind.SYSTEM
        case By.AUTHOR:
            return by.kind in (ActorKind.PERSON, ActorKind.PUBLIC)


def require_one_of(by: Actor, act: CampaignAct, city: SupervisionRelease) -> None:
    """Whoever does this act in some state. Raises Denied."""
    if not any(plays(by, part, city) for part in parts(act)):
        raise Denied(f"{act} is done by others")


def require_part(by: Actor, part: By, city: SupervisionRelease) -> None:
    """Raises Denied."""
    if not plays(by, part, city):
        raise Denied(f"done by the {part}")


def require_another(by: Actor, *others: UUID | None) -> None:
    """Whoever approves is none of those who wrote it. Raises SamePerson."""
    if by.id in others:
        raise SamePerson


def sees_all(by: Actor, city: SupervisionRelease) -> bool:
    """Drafts too, and units on trial."""
    return city.desks.see_all(by)


def meets_reports(by: Actor, city: SupervisionRelease) -> bool:
    """Whether somebody may know of reports (举报) at all: others meet none, in no list and in no count."""
    return by.kind is ActorKind.SYSTEM or by.sits_at(city.desks.supervise, city.desks.second)


def units_of(by: Actor, desk: str) -> frozenset[str]:
    """The units for which somebody answers; `desk` is the key of the desk that does."""
    if by.kind is not ActorKind.STAFF:
        return frozenset()
    return frozenset(unit for unit, _, key in (each.partition("/") for each in by.desks) if key == desk)


def person(by: Actor) -> UUID | None:
    """By whom messages of an account are known; None without one."""
    return (by.person_id or by.id) if by.kind is ActorKind.PERSON else None
