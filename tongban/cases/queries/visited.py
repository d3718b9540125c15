"""A case as somebody at a window names it: by its number, while it is open there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.cases.models import Step
from tongban.cases.terms import CaseState, UnknownCase

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def case_at_window(number: str, *, by: Actor) -> str:
    """The number of a case that has not ended and has, or had, a step at one of this actor's desks. Nobody's data. Refuses: UnknownCase."""
    here = Step.objects.filter(case__number=number.strip(), desk__in=by.desks).exclude(case__state=CaseState.ENDED)
    if not by.desks or not here.exists():
        raise UnknownCase(number)
    return number.strip()
