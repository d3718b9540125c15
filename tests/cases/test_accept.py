"""Taking a case on: the notice goes out, the statutory and the promised clock start."""

import uuid
from datetime import UTC, datetime

import pytest

from tests.cases import city, factories
from tongban.cases import actions
from tongban.cases.models import Paper
from tongban.cases.terms import CaseState, Denied, StepSettled, UnknownCase, WrongState
from tongban.identity.terms import PUBLIC, SYSTEM

pytestmark = pytest.mark.usefixtures("town")


def test_the_case_is_handled_and_the_next_step_opens() -> None:
    play = factories.accepted()
    case = play.row
    assert (case.state, case.deemed_accepted, case.sweep_at) == (CaseState.HANDLING, False, None)
    assert case.accepted_at == datetime(2026, 9, 7, 3, tzinfo=UTC)
    assert play.open_keys == ["screen"]
    assert factories.stages(play) == {("accept", 1): "done", ("screen", 1): "open"}


def test_the_acceptance_clock_stops_and_two_clocks_start() -> None:
    play = factories.accepted()
    assert factories.clocks(play) == [("acceptance", "start"), ("acceptance", "stop"), ("statutory", "start"), ("promised", "start")]
    case = play.row
    assert case.promised_due_at == case.due_at == datetime(2026, 9, 20, 15, 59, 59, tzinfo=UTC), (
        "ten working days, one of them a make-up Sunday"
    )
    assert case.statutory_due_at == datetime(2026, 11, 13, 15, 59, 59, tzinfo=UTC)
    statutory = case.clock_entries.get(clock="statutory")
    assert (statutory.unit, statutory.amount, statutory.basis) == ("working_days", 45, "《中华人民共和国行政许可法》第四十二条第二款")


def test_the_clock_of_the_step_stops_and_that_of_the_next_starts() -> None:
    play = factories.accepted()
    ticks = play.row.clock_entries.filter(clock="step").order_by("id").values_list("step__key", "tick")
    assert list(ticks) == [("accept", "start"), ("accept", "stop"), ("screen", "start")]


def test_a_service_without_a_statutory_limit_has_no_such_clock() -> None:
    play = factories.accepted(city.ON_THE_SPOT)
    assert ("statutory", "start") not in factories.clocks(play)
    assert (play.row.statutory_due_at, play.row.promised_due_at) == (None, datetime(2026, 9, 7, 15, 59, 59, tzinfo=UTC))
    play.act("conclude")
    assert factories.running(play) == set()


def test_a_step_without_a_limit_has_no_clock_and_is_never_due() -> None:
    play = factories.accepted(city.SHORT)
    step = play.row.steps.get(key="conclude")
    assert (step.due_at, step.amber_at) == (None, None)
    assert not play.row.clock_entries.filter(step=step).exists()


def test_a_numbered_notice_is_issued_and_its_document_deferred() -> None:
    factories.accepted()
    paper = Paper.objects.get(kind="acceptance")
    assert paper.number == "榕示建 受〔2026〕000001号"
    assert paper.data["promised"] == {"text": "10个工作日", "due_on": "2026-09-20", "provisional": False, "basis": ""}
    assert paper.data["statutory"]["due_on"] == "2026-11-13"
    assert paper.data["specials"] == [{"name": "专家评审", "days": "15个工作日"}]
    assert factories.jobs("cases.make_paper") == [{"paper_id": str(paper.pk)}]


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.submitted().wait(hours=1)
    play.act("accept")
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact) == ("cases.accept", "cases.CaseAccepted")
    assert trace.basis == "Administrative Licensing Law, art. 32(1)(5)"
    assert trace.payload == {"case_id": str(play.turn.case_id), "deemed": False}
    assert trace.detail == {"paper": "榕示建 受〔2026〕000001号"}


def test_due_dates_beyond_the_last_table_are_provisional() -> None:
    play = factories.accepted(at=datetime(2026, 11, 25, 2, tzinfo=UTC))
    case = play.row
    assert (case.promised_provisional, case.provisional, case.statutory_provisional) == (False, False, True)
    assert Paper.objects.get(kind="acceptance").data["statutory"]["provisional"] is True


@pytest.mark.parametrize(
    "by",
    [factories.a_clerk("jianwei/review"), factories.a_clerk("shuiliju/review"), factories.a_clerk(), PUBLIC, SYSTEM],
    ids=["another desk", "another department", "no desk", "public", "system"],
)
def test_only_the_desk_of_the_step_accepts(by) -> None:
    play = factories.submitted()
    with factories.refused(Denied):
        play.act("accept", by=by)


def test_the_applicant_does_not_accept() -> None:
    play = factories.submitted()
    with factories.refused(Denied):
        play.act("accept", by=play.agent)


def test_nobody_accepts_twice() -> None:
    play = factories.submitted()
    step, clerk = play.step("accept"), play.clerk("accept")
    play.act("accept")
    with factories.refused(StepSettled):
        actions.accept(step_id=step, by=clerk, at=play.at)


def test_a_step_that_does_something_else_is_not_accepted() -> None:
    play = factories.accepted()
    with factories.refused(WrongState):
        actions.accept(step_id=play.step("screen"), by=play.clerk("screen"), at=play.at)
    checked = factories.submitted(city.CHECKED)
    with factories.refused(WrongState):
        actions.accept(step_id=checked.step("look_road"), by=checked.clerk("look_road"), at=checked.at)


def test_a_step_of_a_case_that_went_back_is_settled() -> None:
    play = factories.submitted()
    step, clerk = play.step("accept"), play.clerk("accept")
    play.ask_correction()
    with factories.refused(StepSettled):
        actions.accept(step_id=step, by=clerk, at=play.at)


def test_a_step_that_is_not_there_belongs_to_no_case() -> None:
    with factories.refused(UnknownCase):
        actions.accept(step_id=uuid.uuid4(), by=factories.a_clerk("jianwei/window"), at=factories.MORNING)


def test_whoever_waited_for_the_lock_counts_from_the_act_they_followed() -> None:
    """Their time is from before the wait; a clock that stops before it started could not be read."""
    play = factories.submitted().wait(hours=2)
    play.act("accept")
    earlier = play.wait(hours=-1)
    earlier.withdraw()
    assert factories.running(play) == set()
    assert play.row.ended_at == play.row.accepted_at
    stop = play.row.clock_entries.get(clock="promised", tick="stop")
    assert stop.at == play.row.accepted_at
