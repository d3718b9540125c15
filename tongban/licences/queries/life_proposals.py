"""Changes of licences that wait for their second person, and what became of those before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.kernel import access_log
from tongban.licences import access, models, terms
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

SHOWN = 100


def proposals_waiting(*, by: Actor, at: datetime, purpose: str) -> tuple[terms.Proposal, ...]:
    """Changes that somebody in this actor's departments has proposed and nobody has settled, the first to lapse first.

    Only where this actor sits at a deciding post; the holders see that the grounds were read.
    """
    found = list(_waiting(by, at)[:SHOWN])
    if found:
        licences = models.Licence.objects.filter(pk__in=[row.licence_id for row in found]).values_list("holder_id", flat=True)
        access_log.note("licences.proposals_waiting", by=by, at=at, purpose=purpose, holders=sorted(set(licences)))
    return _terms(found, at=at)


def count_proposals(*, by: Actor, at: datetime) -> int:
    """How many wait for a second person here, those left out that this actor has proposed. Nobody's data."""
    return _waiting(by, at).exclude(proposed_by=by.id).count()


def proposals_of(licence_id: UUID, *, at: datetime) -> tuple[terms.Proposal, ...]:
    """All that was ever proposed for a licence, the latest first; for a question that has asked who may."""
    return _terms(list(models.LifeProposal.objects.filter(licence_id=licence_id).order_by("-proposed_at", "id")[:SHOWN]), at=at)


def proposal(proposal_id: UUID, *, by: Actor, at: datetime, purpose: str) -> terms.Proposal:
    """One proposed change, for the department that keeps the licence. Refuses: UnknownProposal."""
    row = models.LifeProposal.objects.filter(pk=proposal_id).first()
    if row is None or not access.keeps(by, licence_type(row.type_code)):
        raise terms.UnknownProposal(str(proposal_id))
    holders = models.Licence.objects.filter(pk=row.licence_id).values_list("holder_id", flat=True)
    access_log.note("licences.proposal", by=by, at=at, purpose=purpose, holders=list(holders))
    return proposal_as_term(row, at=at)


def proposal_as_term(row: models.LifeProposal, *, at: datetime) -> terms.Proposal:
    """One proposed change as it stands at this moment, with the names of its two people."""
    return _terms([row], at=at)[0]


def _waiting(by: Actor, at: datetime) -> models.LifeProposalQuerySet:
    departments = {desk.partition("/")[0] for desk in identity_queries.deciding(by.desks)}
    return models.LifeProposal.objects.waiting(departments, at)


def _terms(found: Sequence[models.LifeProposal], *, at: datetime) -> tuple[terms.Proposal, ...]:
    people = {person for row in found for person in (row.proposed_by, row.settled_by) if person is not None}
    names = identity_queries.names_of(people) if people else {}
    return tuple(row.as_term(licence_type(row.type_code), names, at=at) for row in found)
