"""Whose orders and interviews somebody sees, in SQL; and what a list and a view have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.directives import access
from tongban.directives.queries.addressed import answering_desk
from tongban.directives.terms import StepLine
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision.queries.city import release
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.directives.models import InterviewStep, OrderStep
    from tongban.identity.terms import Actor


def seen_units(by: Actor, *, on: str = "") -> Q:
    """Rows of the units that an actor sees; `on` is the way to their column. Refuses: NoSupervision."""
    units = responsibilities_queries.units(responsibilities_queries.board())
    seen = access.units_seen(by, release(), units, answering_desk())
    return Q() if seen is None else Q(**{f"{on}unit__in": sorted(seen)})


def require_desk_of_any(by: Actor) -> None:
    """Whoever supervises, or answers for some unit. Raises Denied."""
    units = responsibilities_queries.units(responsibilities_queries.board())
    if access.units_seen(by, release(), units, answering_desk()) == frozenset():
        raise Denied("for supervisors, and for the desks at which units answer")


def told(steps: Iterable[OrderStep | InterviewStep]) -> tuple[StepLine, ...]:
    """The history, from its beginning."""
    return tuple(StepLine(each.act, each.at, each.actor_name, each.words) for each in steps)
