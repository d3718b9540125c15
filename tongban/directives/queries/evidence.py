"""What a ranking holds against a unit, for whoever decides whether to interview it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.directives.terms import UnknownProposal
from tongban.supervision.queries.ranking import proposals

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.supervision.terms import Evidence


def evidence(*, unit: str, measure: str, week: str, by: Actor) -> Evidence:
    """What the ranking of a week says against a unit, where it is enough to judge. Refuses: UnknownWeek, UnknownProposal."""
    for each in proposals(week, by=by):
        if each.enough and (each.evidence.unit, each.evidence.measure) == (unit, measure):
            return each.evidence
    raise UnknownProposal(f"{unit} {measure} {week}")
