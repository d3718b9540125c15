"""The applicant has not corrected in time: the case ends, and they may apply again."""

import uuid
from datetime import UTC, datetime

import pytest

from tests.cases import factories
from tongban.cases import actions
from tongban.cases.terms import CaseState, Denied, End, UnknownCase, WrongState
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("town")
OVER = datetime(2026, 10, 8, 16, 0, tzinfo=UTC)


def give_back(play: factories.Play, *, at: datetime = OVER, by=SYSTEM) -> factories.Play:
    play.at = at
    play.turn = actions.return_uncorrected(case_id=play.turn.case_id, by=by, at=at)
    return play


def test_the_case_ends_and_nothing_runs_on() -> None:
    play = give_back(factories.correcting())
    case = play.row
    assert (case.state, case.end, case.ended_at, case.sweep_at) == (CaseState.ENDED, End.RETURNED, OVER, None)
    assert factories.running(play) == set()
    assert factories.clocks(play)[-1] == ("correction", "stop")


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    trace = factories.last_trace(give_back(factories.correcting()))
    assert (trace.act, trace.fact) == ("cases.return_uncorrected", "cases.CaseReturned")
    assert "a rule of the city" in trace.basis


def test_not_before_its_time() -> None:
    play = factories.correcting()
    with factories.refused(WrongState):
        give_back(play, at=datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC))


def test_only_the_clock_returns_a_case() -> None:
    play = factories.correcting()
    for by in (play.window, play.agent):
        with factories.refused(Denied):
            give_back(play, by=by)


def test_whoever_has_answered_is_not_sent_away() -> None:
    answered = factories.correcting()
    answered.correct()
    for play in (answered, factories.submitted(), factories.accepted()):
        with factories.refused(WrongState):
            give_back(play)
    with factories.refused(UnknownCase):
        actions.return_uncorrected(case_id=uuid.uuid4(), by=SYSTEM, at=OVER)
