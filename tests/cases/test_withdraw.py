"""Taking a request back: before it is decided, and nothing stays open behind it."""

import uuid

import pytest

from tests.cases import city, factories
from tongban.cases import actions
from tongban.cases.models import Paper
from tongban.cases.terms import CaseState, Denied, End, UnknownCase, WrongState
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("town")


@pytest.mark.parametrize(
    "stage",
    [
        factories.submitted,
        factories.correcting,
        factories.accepted,
        factories.in_review,
        factories.at_decision,
        lambda: factories.submitted(city.CHECKED),
        lambda: factories.accepted(city.ON_THE_SPOT),
    ],
    ids=["received", "correcting", "accepted", "in review", "at decision", "being checked", "without a statutory limit"],
)
def test_in_every_state_before_the_decision_and_nothing_runs_on(stage) -> None:
    play = stage()
    play.withdraw(reason="不办了")
    case = play.row
    assert (case.state, case.end, case.ended_at, case.sweep_at) == (CaseState.ENDED, End.WITHDRAWN, play.at, None)
    assert factories.running(play) == set()
    assert not case.steps.filter(state="open").exists()
    assert play.turn.opened == ()


def test_departments_that_were_reviewing_see_their_step_cancelled() -> None:
    play = factories.in_review()
    play.act("water")
    play.withdraw()
    assert factories.stages(play) == {
        ("accept", 1): "done",
        ("screen", 1): "done",
        ("water", 1): "done",
        ("road", 1): "cancelled",
    }


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.accepted()
    papers = Paper.objects.count()
    play.withdraw(reason=" 不办了\x00")
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact, trace.detail) == ("cases.withdraw", "cases.CaseWithdrawn", {"reason": "不办了"})
    assert trace.basis.startswith("Administrative Licensing Law, art. 29")
    assert Paper.objects.count() == papers


def test_a_colleague_with_a_mandate_may() -> None:
    play = factories.accepted()
    play.withdraw(by=factories.an_agent(play.row.applicant_id))
    assert play.row.end == End.WITHDRAWN


def test_nobody_else_may() -> None:
    play = factories.accepted()
    for by in (factories.a_person(), factories.a_clerk("jianwei/window", "jianwei/review"), SYSTEM):
        with factories.refused(Denied):
            play.withdraw(by=by)


def test_what_has_ended_is_not_taken_back() -> None:
    decided = factories.at_decision()
    decided.act("conclude")
    withdrawn = factories.submitted()
    withdrawn.withdraw()
    for play in (decided, withdrawn):
        with factories.refused(WrongState):
            play.withdraw()


def test_a_case_that_is_not_there_is_unknown() -> None:
    with factories.refused(UnknownCase):
        actions.withdraw(case_id=uuid.uuid4(), reason="", by=factories.a_person(), at=factories.MORNING)
