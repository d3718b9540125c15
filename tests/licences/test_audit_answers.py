"""What one person proposed and another settled, and what was reported and answered: changed behind the verbs' back, it is named."""

from typing import Any

import pytest

from tests.licences.factories import NOON, make_licence
from tests.licences.test_audit import tamper
from tests.licences.test_corrections import answer, ask, of_first_grade
from tests.licences.test_life_proposals import FIRST, SECOND, propose
from tongban.kernel.models import LedgerEntry
from tongban.licences import actions, queries
from tongban.licences.terms import Outcome


@pytest.fixture
def told(city: None) -> dict[str, Any]:
    """One proposal rejected, one taken back, one confirmed, one waiting; one error answered, one put right, one waiting."""
    licence, other, third = make_licence(), make_licence(), make_licence()
    rejected, taken_back = propose(licence).id, None
    actions.reject_proposal(proposal_id=rejected, reason="证据不足（示例）", by=SECOND, at=NOON)
    taken_back = propose(licence).id
    actions.withdraw_proposal(proposal_id=taken_back, by=FIRST, at=NOON)
    kept = ask(licence)
    answer(kept)
    answer(ask(other), outcome=Outcome.CORRECTED, new=of_first_grade(other))
    actions.confirm_proposal(proposal_id=propose(licence).id, by=SECOND, at=NOON)
    ask(third)
    return {"rejected": rejected, "waiting": propose(third).id, "kept": kept.id}


def found() -> str:
    return "\n".join(queries.audit())


def test_what_nobody_touched_holds(told) -> None:
    assert found() == ""


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE licences_lifeproposal SET outcome = 'confirmed' WHERE id = '{rejected}'", "{rejected}: outcome is not what entry"),
        ("UPDATE licences_lifeproposal SET note = NULL WHERE id = '{rejected}'", "licences_lifeproposal {rejected}: note"),
        ("UPDATE licences_lifeproposal SET settled_by = gen_random_uuid() WHERE id = '{rejected}'", "{rejected}: settled_by"),
        ("UPDATE licences_lifeproposal SET proposed_by = gen_random_uuid() WHERE id = '{waiting}'", "{waiting}: proposed_by"),
        ("UPDATE licences_lifeproposal SET lapses_at = lapses_at + interval '1 year' WHERE id = '{waiting}'", "{waiting}: lapses_at"),
        ("UPDATE licences_lifeproposal SET licence_id = gen_random_uuid() WHERE id = '{waiting}'", "{waiting}: licence_id"),
        ("DELETE FROM licences_lifeproposal WHERE id = '{waiting}'", "licences_lifeproposal {waiting}: entry"),
        ("UPDATE licences_correction SET outcome = 'corrected' WHERE id = '{kept}'", "{kept}: outcome is not what entry"),
        ("UPDATE licences_correction SET answer = '\\x00' WHERE id = '{kept}'", "licences_correction {kept}: answer"),
        ("UPDATE licences_correction SET due_at = due_at + interval '1 day' WHERE id = '{kept}'", "licences_correction {kept}: due_at"),
        ("DELETE FROM licences_correction WHERE id = '{kept}'", "licences_correction {kept}: entry"),
    ],
)
def test_whatever_is_changed_is_named(told, statement: str, named: str) -> None:
    tamper(statement.format(**told))
    assert named.format(**told) in found()


def test_of_a_proposal_from_before_there_were_imprints_nothing_is_known(told) -> None:
    """Its entry was about the licence then; those that were open are settled today."""
    for entry in LedgerEntry.objects.filter(act="licences.propose_change"):
        tamper(
            "UPDATE kernel_ledgerentry SET codes = codes - 'imprints' || jsonb_build_object('proposal', subject_id),"
            " subject_type = 'licences.licence', subject_id = codes ->> 'licence' WHERE id = %s",
            entry.pk,
        )
    assert found() == ""
