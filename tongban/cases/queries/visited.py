"""A case as somebody at a window names it: by its number, while it is open there; and whose numbers go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.cases.models import Case, Step
from tongban.cases.terms import CaseAtWindow, CaseState, UnknownCase
from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import numbering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tongban.identity.terms import Actor


def case_at_window(number: str, *, by: Actor) -> CaseAtWindow:
    """A case that has not ended and has, or had, a step at one of this actor's desks, with the people of it. Refuses: UnknownCase.

    Ids alone, nobody's data: what a clerk types is compared with them.
    """
    case = Case.objects.filter(number=numbering.written(number)).exclude(state=CaseState.ENDED).first()
    if case is None or not Step.objects.filter(case=case, desk__in=by.desks).exists():
        raise UnknownCase(number)
    return CaseAtWindow(case.number, frozenset(_people(case)))


def _people(case: Case) -> Iterator[UUID]:
    """The applicant, whoever handed it in for them, and the legal representative whom the case names."""
    yield case.applicant_id
    agent = identity_queries.person_behind(case.agent_login) if case.agent_login else None
    if agent is not None:
        yield agent
    if case.applicant_kind == HolderKind.ORGANISATION:
        named = case.holder_facts()["legal_representative"]
        known = identity_queries.representative_of(case.applicant_id)
        if known is not None and named and identity_queries.same_name(known[1], named):
            yield known[0]
