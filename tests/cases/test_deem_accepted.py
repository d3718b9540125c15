"""Five working days without a word: a permit is accepted as of the day of receipt, and its clocks have run since then."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.cases import city, factories
from tongban.cases import actions
from tongban.cases.models import Paper
from tongban.cases.terms import CaseState, CorrectionItem, Denied, Opinion, Shortcoming, UnknownCase, WrongState
from tongban.catalog import actions as catalog_actions
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("town")
OVER = datetime(2026, 9, 14, 16, 0, tzinfo=UTC)  # midnight in the city, one second after the fifth day


def deem(play: factories.Play, *, at: datetime = OVER, by=SYSTEM) -> factories.Play:
    play.at = at
    play.turn = actions.deem_accepted(case_id=play.turn.case_id, by=by, at=at)
    return play


def test_it_is_accepted_as_of_receipt() -> None:
    play = deem(factories.submitted())
    case = play.row
    assert (case.state, case.deemed_accepted, case.accepted_at) == (CaseState.HANDLING, True, factories.MORNING)
    assert play.open_keys == ["screen"]
    assert (case.sweep_at, case.promised_due_at) == (None, datetime(2026, 9, 20, 15, 59, 59, tzinfo=UTC))


def test_the_clocks_have_run_since_receipt_and_say_when_they_were_written() -> None:
    play = deem(factories.submitted())
    assert factories.clocks(play) == [("acceptance", "start"), ("acceptance", "stop"), ("statutory", "start"), ("promised", "start")]
    statutory = play.row.clock_entries.get(clock="statutory")
    assert (statutory.at, statutory.recorded_at) == (factories.MORNING, OVER)
    assert factories.running(play) == {"statutory", "promised", "step"}


def test_the_window_that_was_silent_counts_as_done_and_nobody_did_it() -> None:
    play = deem(factories.submitted())
    step = play.row.steps.get(key="accept")
    assert (step.state, step.settled_by) == ("done", None)


def test_checks_that_nobody_made_are_passed_over() -> None:
    play = factories.submitted(city.CHECKED)
    play.act("look_road", opinion=Opinion.DISAGREE, items=(CorrectionItem("field:days", Shortcoming.INCORRECT, "x"),))
    deem(play)
    assert factories.stages(play) == {
        ("look_road", 1): "done",
        ("look_water", 1): "cancelled",
        ("accept", 1): "done",
        ("conclude", 1): "open",
    }
    play.act("conclude")
    assert factories.running(play) == set()


def test_a_check_that_had_not_come_yet_is_passed_over_as_well() -> None:
    """Where one department looks after another, the second never had the case on its desk."""
    contents = city.contents()
    route = contents[city.file_of(city.CHECKED)]["route"]
    route["look_road"]["after"] = ["look_water"]
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=factories.MORNING)
    play = deem(factories.submitted(city.CHECKED))
    stages = factories.stages(play)
    assert (stages["look_water", 1], stages["look_road", 1], stages["accept", 1]) == ("cancelled", "cancelled", "done")
    assert play.open_keys == ["conclude"]


def test_a_notice_says_so() -> None:
    deem(factories.submitted())
    paper = Paper.objects.get(kind="acceptance")
    assert (paper.data["deemed"], paper.data["accepted_on"]) == (True, "2026-09-07")
    assert factories.jobs("cases.make_paper") == [{"paper_id": str(paper.pk)}]


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    trace = factories.last_trace(deem(factories.submitted()))
    assert (trace.act, trace.fact, trace.payload["deemed"]) == ("cases.deem_accepted", "cases.CaseAccepted", True)
    assert trace.basis == "Administrative Licensing Law, art. 32(1)(4)"


def test_after_a_correction_the_days_count_from_the_last_answer() -> None:
    play = factories.correcting().wait(days=2)
    play.correct()
    answered = play.at
    with factories.refused(WrongState):
        deem(play, at=OVER)
    deem(play, at=datetime(2026, 9, 17, tzinfo=UTC))
    assert play.row.accepted_at == answered


def test_silence_does_not_speak_before_its_time() -> None:
    play = factories.submitted()
    for early in (factories.MORNING, OVER - timedelta(seconds=1)):
        with factories.refused(WrongState):
            deem(play, at=early)


def test_silence_says_nothing_where_the_service_is_no_permit() -> None:
    play = factories.submitted(city.NESTED)
    with factories.refused(WrongState):
        deem(play, at=OVER + timedelta(days=30))


def test_only_the_clock_speaks_for_the_silent() -> None:
    play = factories.submitted()
    for by in (play.window, play.agent):
        with factories.refused(Denied):
            deem(play, by=by)


def test_whoever_was_not_silent_is_not_spoken_for() -> None:
    for play in (factories.correcting(), factories.accepted()):
        with factories.refused(WrongState):
            deem(play)
    with factories.refused(UnknownCase):
        actions.deem_accepted(case_id=uuid.uuid4(), by=SYSTEM, at=OVER)
