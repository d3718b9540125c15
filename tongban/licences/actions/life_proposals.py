"""What ends a licence takes two people at deciding posts: one proposes it with its grounds, another confirms or rejects it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.life import Kept
from tongban.licences.models.life_proposal import WATCHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.identity.terms import Actor

NOTE_LENGTH = 1000


@transaction.atomic(savepoint=False)
def propose_change(
    *, licence_id: UUID, change: terms.Change, basis: str, reason: str, document: str = "", by: Actor, at: datetime
) -> terms.Proposal:
    """Propose to cancel, withdraw or revoke a licence, or to set such an ending aside. Nothing changes until another has confirmed it.

    Refuses: UnknownLicence, NotADecidingPost, TakesOne, WrongChange, ProposedAlready, and what `Kept.grounds` refuses.
    """
    kept = Kept.locked(licence_id, by=by, at=at)
    if not rules.takes_two(change):
        raise terms.TakesOne(change.value)
    access.require_person_deciding(by)
    grounds = kept.grounds(kept.turn_to(change), basis=basis, reason=reason, document=document)
    waiting = models.LifeProposal.objects.filter(licence_id=licence_id, outcome="").first()
    if waiting is not None:
        if waiting.state_at(at) is terms.ProposalState.OPEN:
            raise terms.ProposedAlready(str(licence_id))
        _settle(waiting, terms.ProposalState.LAPSED, by=by, at=at)
    row = models.LifeProposal(
        licence_id=licence_id,
        type_code=kept.kind.code,
        number=kept.row.number,
        issuer=kept.kind.department,
        change=change.value,
        sealed=models.LifeProposal.sealed_grounds(grounds),
        proposed_by=by.id,
        proposed_at=at,
        lapses_at=at + terms.PROPOSAL_LASTS,
    )
    codes = {"change": change.value, "licence": str(licence_id)} | imprints.of((WATCHED, row, None))
    rows.write(
        *rows.insert(row),
        ledger.entry("licences.propose_change", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.ChangeProposed(proposal_id=row.pk, licence_id=licence_id, change=change.value, at=at)),
    )
    return queries.proposal_as_term(row, at=at)


@transaction.atomic(savepoint=False)
def confirm_proposal(*, proposal_id: UUID, by: Actor, at: datetime) -> terms.Licence:
    """Confirm what another has proposed: the licence changes now, and its holder sees it.

    Refuses: UnknownProposal, NotADecidingPost, OwnProposal, ProposalSettled, ProposalLapsed, WrongChange after another change.
    """
    row, kept = _to_settle(proposal_id, by=by, at=at)
    turn = kept.turn_to(terms.Change(row.change))
    kept.turn(turn, row.grounds(), proposal_id=row.pk)
    _settle(row, terms.ProposalState.CONFIRMED, by=by, at=at)
    return kept.row.as_term(kept.kind)


@transaction.atomic(savepoint=False)
def reject_proposal(*, proposal_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Reject what another has proposed; the licence stays as it is.

    Refuses: UnknownProposal, NotADecidingPost, OwnProposal, ProposalSettled, ProposalLapsed, GroundsMissing, UnseenCharacters.
    """
    row, _kept = _to_settle(proposal_id, by=by, at=at)
    if not reason.strip() or len(reason) > NOTE_LENGTH:
        raise terms.GroundsMissing("reason")
    rules.require_seen(reason, "reason")
    row.note = models.LifeProposal.sealed_note(reason.strip())
    _settle(row, terms.ProposalState.REJECTED, by=by, at=at)


@transaction.atomic(savepoint=False)
def withdraw_proposal(*, proposal_id: UUID, by: Actor, at: datetime) -> None:
    """Take back what one has proposed oneself; the licence stays as it is, and another change may be proposed.

    Refuses: UnknownProposal, NotADecidingPost, NotOwnProposal, ProposalSettled, ProposalLapsed.
    """
    row, _kept = _to_settle(proposal_id, by=by, at=at, require=access.require_proposer)
    _settle(row, terms.ProposalState.WITHDRAWN, by=by, at=at)


@transaction.atomic(savepoint=False)
def lapse_proposal(*, proposal_id: UUID, by: Actor, at: datetime) -> None:
    """Write down that nobody has settled a proposal in time. One that is settled, or still has time, stays. Refuses: Denied."""
    access.require_system(by)
    row = models.LifeProposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if row is not None and not row.outcome and row.state_at(at) is terms.ProposalState.LAPSED:
        _settle(row, terms.ProposalState.LAPSED, by=by, at=at)


def _to_settle(
    proposal_id: UUID, *, by: Actor, at: datetime, require: Callable[[Actor, UUID], None] = access.require_second
) -> tuple[models.LifeProposal, Kept]:
    """An open proposal and its licence, both locked, the licence first as whoever proposes does."""
    found = models.LifeProposal.objects.filter(pk=proposal_id).first()
    if found is None or not access.keeps(by, queries.licence_type(found.type_code)):
        raise terms.UnknownProposal(str(proposal_id))
    kept = Kept.locked(found.licence_id, by=by, at=at)
    row = models.LifeProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    require(by, row.proposed_by)
    match row.state_at(at):
        case terms.ProposalState.LAPSED:
            raise terms.ProposalLapsed(str(proposal_id))
        case terms.ProposalState.CONFIRMED | terms.ProposalState.REJECTED | terms.ProposalState.WITHDRAWN:
            raise terms.ProposalSettled(str(proposal_id))
        case terms.ProposalState.OPEN:
            return row, kept


def _settle(row: models.LifeProposal, outcome: terms.ProposalState, *, by: Actor, at: datetime) -> None:
    lapsed = outcome is terms.ProposalState.LAPSED
    row.outcome, row.settled_at, row.settled_by = outcome.value, at, None if lapsed else by.id
    fact = {"proposal_id": row.pk, "licence_id": row.licence_id, "change": row.change, "outcome": outcome.value}
    codes = {"change": row.change, "outcome": outcome.value} | imprints.of((WATCHED, row, row.SETTLED))
    rows.write(
        rows.update(row, row.SETTLED),
        ledger.entry("licences.settle_proposal", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.ProposalSettled(**fact, at=at)),
    )
