"""Whom an order or an interview may go to, and what an order may cite: nothing that the unit itself must not know of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.cases.terms import UnknownCase
from tongban.directives.models import Ask, Interview
from tongban.directives.terms import Cites, TakesNoOrders, UnknownReference
from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind
from tongban.insight import queries as insight_queries
from tongban.insight.terms import UnknownSurge
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision.queries.city import is_on, release
from tongban.supervision.terms import ReportOnly

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tongban.directives.terms import Reference


def answering_desk() -> str:
    """The key of the desk at which every unit answers."""
    return responsibilities_queries.board().approver_desk


def require_answering(unit: str, *, at: datetime) -> None:
    """A unit whose desk answers, that was not merged into another, and that is switched on. Raises TakesNoOrders, ReportOnly."""
    if unit in release().merged or f"{unit}/{answering_desk()}" not in {each.code for each in identity_queries.desks()}:
        raise TakesNoOrders(unit)
    if not is_on(unit, at=at):
        raise ReportOnly(unit)


def require_cited(references: Iterable[Reference], unit: str, *, by: Actor, at: datetime) -> None:
    """What is cited is there, and both the supervisor and the unit may open it: a report about the unit it never learns of.

    Raises UnknownReference.
    """
    answering = Actor(ActorKind.STAFF, None, desks=frozenset({f"{unit}/{answering_desk()}"}))
    for each in references:
        match each.kind:
            case Cites.MESSAGE:
                there = all(board_queries.message_id(each.code, by=who) is not None for who in (by, answering))
            case Cites.CASE:
                there = _is_case(each.code, at)
            case Cites.ASK:
                there = Ask.objects.filter(pk=_id(each)).exists()
            case Cites.INTERVIEW:
                there = Interview.objects.filter(pk=_id(each), unit=unit).exists()
            case Cites.SURGE:
                there = _is_surge(each, by, at)
        if not there:
            raise UnknownReference(each.code)


def _is_case(number: str, at: datetime) -> bool:
    try:
        return bool(case_queries.public_case(number, at=at))
    except UnknownCase:
        return False


def _is_surge(reference: Reference, by: Actor, at: datetime) -> bool:
    surge_id = _id(reference)
    try:
        return surge_id is not None and bool(insight_queries.surge(surge_id, by=by, at=at, quoted=0))
    except UnknownSurge:
        return False


def _id(reference: Reference) -> UUID | None:
    try:
        return UUID(reference.code)
    except ValueError:
        return None
