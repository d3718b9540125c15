"""What ends a licence takes two people: proposed by one, confirmed or rejected by another, never by the same; or it lapses."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection

from tests.licences.factories import NOON, a_clerk, a_person, make_licence, refused
from tongban.identity.terms import SYSTEM
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.kernel.models.reads import Read
from tongban.licences import actions, jobs, models, queries, rules, terms
from tongban.licences.terms import Change, LicenceState, ProposalState

FIRST, SECOND, WINDOW = a_clerk("jianwei/approver"), a_clerk("jianwei/approver"), a_clerk("jianwei/window")
GROUNDS = {"basis": "《行政许可法》第七十条", "reason": "示例：企业申请注销", "document": "榕建注〔2026〕1号"}
LATE = NOON + terms.PROPOSAL_LASTS


@pytest.fixture
def licence(city: None) -> terms.Licence:
    return make_licence()


def propose(licence: terms.Licence, **changes: Any) -> terms.Proposal:
    spec: dict[str, Any] = {"licence_id": licence.id, "change": Change.CANCEL, **GROUNDS, "by": FIRST, "at": NOON}
    return actions.propose_change(**{**spec, **changes})


def state_of(licence: terms.Licence) -> str:
    return models.Licence.objects.get(pk=licence.id).state


def test_nothing_changes_until_another_has_confirmed(licence) -> None:
    proposed = propose(licence)
    holder = a_person(mandates=(licence.holder_id,))
    assert state_of(licence) == LicenceState.VALID
    assert queries.life_of(licence.id, by=holder, at=NOON, purpose="test") == ()
    [waiting] = queries.proposals_waiting(by=SECOND, at=NOON, purpose="test")
    assert (waiting.id, waiting.grounds, waiting.proposed_by) == (proposed.id, terms.Grounds(**GROUNDS), FIRST.id)
    assert (queries.count_proposals(by=SECOND, at=NOON), queries.count_proposals(by=FIRST, at=NOON)) == (1, 0)
    made = actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)
    assert made.state is LicenceState.CANCELLED
    [event] = queries.life_of(licence.id, by=holder, at=NOON, purpose="test")
    assert (event.change, event.grounds, event.proposal_id) == (Change.CANCEL, terms.Grounds(**GROUNDS), proposed.id)
    assert models.LicenceEvent.objects.get().actor_id == SECOND.id
    assert queries.proposals_waiting(by=SECOND, at=NOON, purpose="test") == ()


def test_both_stand_in_the_ledger_and_in_the_facts_without_free_text(licence) -> None:
    proposed = propose(licence)
    actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)
    entries = {entry.act: entry for entry in LedgerEntry.objects.filter(act__startswith="licences.") if entry.actor_id}
    assert entries["licences.propose_change"].actor_id == FIRST.id
    assert entries["licences.settle_proposal"].actor_id == entries["licences.change"].actor_id == SECOND.id
    assert entries["licences.change"].codes["proposal"] == str(proposed.id)
    assert all("示例" not in str(entry.codes) for entry in entries.values())
    assert FactRow.objects.get(name="licences.ChangeProposed").payload["change"] == "cancel"
    assert FactRow.objects.get(name="licences.ProposalSettled").payload["outcome"] == "confirmed"


def test_what_is_rejected_changes_nothing_and_says_why(licence) -> None:
    proposed = propose(licence)
    actions.reject_proposal(proposal_id=proposed.id, reason="证据不足（示例）", by=SECOND, at=NOON)
    [kept] = queries.record(licence.id, by=FIRST, at=NOON, purpose="test").proposals
    assert (kept.state, kept.note, kept.settled_by) == (ProposalState.REJECTED, "证据不足（示例）", SECOND.id)
    assert state_of(licence) == LicenceState.VALID and not models.LicenceEvent.objects.exists()
    assert "证据不足".encode() not in bytes(models.LifeProposal.objects.get().note or b"")
    propose(licence)


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (FIRST, terms.OwnProposal),
        (WINDOW, terms.NotADecidingPost),
        (SYSTEM, terms.NotADecidingPost),
        (a_clerk("shuiliju/approver"), terms.UnknownProposal),
        (a_person(), terms.UnknownProposal),
    ],
)
def test_who_settles_it_is_another_who_decides_here(licence, by, refusal: type[Exception]) -> None:
    proposed = propose(licence)
    with refused(refusal):
        actions.confirm_proposal(proposal_id=proposed.id, by=by, at=NOON)
    with refused(refusal):
        actions.reject_proposal(proposal_id=proposed.id, reason="示例", by=by, at=NOON)
    assert models.LifeProposal.objects.get().outcome == "" and state_of(licence) == LicenceState.VALID


def test_whoever_proposed_it_takes_it_back_and_nobody_else_does(licence) -> None:
    proposed = propose(licence)
    for by, refusal in ((SECOND, terms.NotOwnProposal), (WINDOW, terms.NotADecidingPost), (a_person(), terms.UnknownProposal)):
        with refused(refusal):
            actions.withdraw_proposal(proposal_id=proposed.id, by=by, at=NOON)
    actions.withdraw_proposal(proposal_id=proposed.id, by=FIRST, at=NOON)
    [kept] = queries.record(licence.id, by=FIRST, at=NOON, purpose="test").proposals
    assert (kept.state, kept.settled_by) == (ProposalState.WITHDRAWN, FIRST.id) and state_of(licence) == LicenceState.VALID
    assert FactRow.objects.get(name="licences.ProposalSettled").payload["outcome"] == "withdrawn"
    for act, by in ((actions.withdraw_proposal, FIRST), (actions.confirm_proposal, SECOND)):
        with refused(terms.ProposalSettled):
            act(proposal_id=proposed.id, by=by, at=NOON)
    again = propose(licence)
    with refused(terms.ProposalLapsed):
        actions.withdraw_proposal(proposal_id=again.id, by=FIRST, at=LATE)
    with refused(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE licences_lifeproposal SET outcome = 'withdrawn', settled_by = gen_random_uuid(), settled_at = now() WHERE outcome = ''"
        )


def test_one_proposal_at_a_time_and_each_is_settled_once(licence) -> None:
    proposed = propose(licence)
    with refused(terms.ProposedAlready):
        propose(licence, change=Change.REVOKE, by=SECOND)
    with refused(terms.GroundsMissing):
        actions.reject_proposal(proposal_id=proposed.id, reason=" ", by=SECOND, at=NOON)
    actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)
    for again in (actions.confirm_proposal, lambda **spec: actions.reject_proposal(reason="示例", **spec)):
        with refused(terms.ProposalSettled):
            again(proposal_id=proposed.id, by=SECOND, at=NOON)
    with refused(terms.UnknownProposal):
        actions.confirm_proposal(proposal_id=uuid.uuid4(), by=SECOND, at=NOON)


def test_a_licence_that_changed_meanwhile_is_not_ended_from_its_old_state(licence) -> None:
    proposed = propose(licence)
    new = terms.NewVersion(terms.Renewing.CHANGE, {**licence.content, "grade": "first"}, licence.valid_until)
    actions.new_version(licence_id=licence.id, new=new, **GROUNDS, by=FIRST, at=NOON)
    with refused(terms.WrongChange):
        actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)
    assert state_of(licence) == LicenceState.SUPERSEDED


def test_what_nobody_confirms_in_time_lapses(licence) -> None:
    proposed = propose(licence)
    with refused(terms.ProposalLapsed):
        actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=LATE)
    assert queries.proposals_waiting(by=SECOND, at=LATE, purpose="test") == ()
    [kept] = queries.record(licence.id, by=FIRST, at=LATE, purpose="test").proposals
    assert kept.state is ProposalState.LAPSED
    again = propose(licence, at=LATE + timedelta(hours=1))
    assert models.LifeProposal.objects.get(pk=proposed.id).outcome == "lapsed", "written down before the next is made"
    assert again.open and state_of(licence) == LicenceState.VALID


def test_each_hour_what_lapsed_is_written_down(licence) -> None:
    proposed = propose(licence, at=NOON - timedelta(days=400))
    jobs.lapse_proposals(0)
    row = models.LifeProposal.objects.get(pk=proposed.id)
    assert (row.outcome, row.settled_by) == ("lapsed", None)
    assert LedgerEntry.objects.get(act="licences.settle_proposal").codes.items() >= {"change": "cancel", "outcome": "lapsed"}.items()
    actions.lapse_proposal(proposal_id=proposed.id, by=SYSTEM, at=NOON)
    with refused(terms.Denied):
        actions.lapse_proposal(proposal_id=proposed.id, by=FIRST, at=NOON)


def test_the_database_itself_keeps_two_people_apart(licence) -> None:
    proposed = propose(licence)
    with refused(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE licences_lifeproposal SET outcome = 'confirmed', settled_by = proposed_by, settled_at = now()")
    for statement in ("UPDATE licences_lifeproposal SET change = 'revoke'", "DELETE FROM licences_lifeproposal"):
        with refused(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
    actions.confirm_proposal(proposal_id=proposed.id, by=SECOND, at=NOON)
    with refused(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE licences_lifeproposal SET outcome = 'rejected'")


def test_whoever_reads_what_waits_is_in_the_log_of_the_holder(licence) -> None:
    propose(licence)
    queries.proposals_waiting(by=SECOND, at=NOON, purpose="test")
    assert Read.objects.filter(question="licences.proposals_waiting").count() == 1
    assert queries.proposals_waiting(by=WINDOW, at=NOON, purpose="test") == ()


@pytest.mark.parametrize(
    "basis",
    [
        "《行政许可法》第七十条",
        "《中华人民共和国行政许可法》第六十九条第一款第（四）项",
        "依据《建筑业企业资质管理规定》第 23 条",
        "《行政处罚法》第９条",
        "Administrative Licensing Law, art. 70",
        "the Administrative Penalty Law of China, Article 9(3)",
        "Regulations on Work Safety Licences, arts. 14 and 15",
    ],
)
def test_a_law_with_its_article_is_a_basis(basis: str) -> None:
    rules.require_cited(basis)


@pytest.mark.parametrize(
    "basis",
    [
        "x",
        "法",
        "第七十条",
        "《行政许可法》",
        "《》第七十条",
        "《法》第七十条",
        "行政许可法第七十条",
        "art. 70",
        "Licensing Law",
        "a lawyer, art. 9",
    ],
)
def test_anything_else_is_none(basis: str) -> None:
    with pytest.raises(terms.BasisNotCited):
        rules.require_cited(basis)
