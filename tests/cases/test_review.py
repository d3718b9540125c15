"""One department's typed answer: nobody blocks, the last one closes the round."""

import pytest

from tests.cases import city, factories
from tongban.cases import actions
from tongban.cases.terms import CaseState, Denied, Opinion, StepSettled, WordsMissing, WrongState

pytestmark = pytest.mark.usefixtures("town")


def test_two_departments_open_at_once_and_the_last_one_brings_the_case_back() -> None:
    play = factories.in_review()
    assert [(key, desk) for _id, key, desk in play.turn.opened] == [("water", "shuiliju/review"), ("road", "gongluju/review")]
    play.act("road")
    assert play.open_keys == ["water"]
    play.act("water")
    assert [(key, desk) for _id, key, desk in play.turn.opened] == [("conclude", "jianwei/approver")]
    assert play.row.state == CaseState.HANDLING


def test_a_department_that_is_not_concerned_is_never_asked() -> None:
    play = factories.in_review(form={"trades": ["water"]})
    assert play.open_keys == ["water"]
    assert factories.stages(play)["road", 1] == "skipped"
    assert play.row.conditions == {"water": True, "road": False}


def test_where_nobody_is_concerned_the_decision_opens_at_once() -> None:
    play = factories.accepted(city.NESTED, form={"river": False, "size": 10})
    play.act("first")
    assert play.open_keys == ["build", "water"]
    play.act("water")
    assert play.open_keys == ["build"], "river and road were skipped"
    play.act("build")
    assert play.open_keys == ["join"]


def test_a_branch_inside_a_branch_joins_again() -> None:
    play = factories.accepted(city.NESTED)
    play.act("first")
    play.act("water")
    assert play.open_keys == ["build", "river", "road"]
    for key in ("river", "build", "road"):
        assert "join" not in play.open_keys
        play.act(key)
    assert play.open_keys == ["join"]


def test_a_condition_is_asked_once_and_its_answer_kept() -> None:
    play = factories.accepted()
    assert play.row.conditions == {}
    play.act("screen")
    assert play.row.conditions == {"water": True, "road": True}


def test_the_opinion_and_who_gave_it_are_kept_with_the_step() -> None:
    play = factories.in_review()
    clerk = play.clerk("water")
    play.act("water", opinion=Opinion.AGREE_WITH_CONDITIONS, reason=" 开工前补充防洪方案。\x00", by=clerk)
    step = play.row.steps.get(key="water")
    assert (step.opinion, step.reason, step.settled_by) == ("agree_with_conditions", "开工前补充防洪方案。", clerk.id)
    assert (step.state, step.settled_at) == ("done", play.at)


def test_a_disagreement_does_not_end_the_case() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason="设备不足。")
    play.act("road", opinion=Opinion.NOT_OURS, reason="不涉及公路。")
    assert play.open_keys == ["conclude"]


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason="设备不足。")
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact) == ("cases.review", "cases.ReviewGiven")
    assert trace.codes == {"step": "water", "opinion": "disagree"}
    assert trace.basis == "Administrative Licensing Law, art. 26 and 34"
    assert (trace.payload["department"], trace.payload["opinion"]) == ("shuiliju", "disagree")
    assert trace.detail == {"opinion": "disagree", "reason": "设备不足。"}


def test_free_text_stays_out_of_the_ledger_and_the_facts() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason="设备不足。")
    trace = factories.last_trace(play)
    assert "设备" not in str(trace.codes) + str(trace.payload)


@pytest.mark.parametrize("opinion", [Opinion.DISAGREE, Opinion.AGREE_WITH_CONDITIONS, Opinion.NOT_OURS])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_everything_but_a_plain_agreement_says_why(opinion, reason) -> None:
    play = factories.in_review()
    with factories.refused(WordsMissing) as told:
        play.act("water", opinion=opinion, reason=reason)
    assert told.value.what == "reasons"


def test_only_the_desk_of_the_step_answers() -> None:
    play = factories.in_review()
    for by in (factories.a_clerk("gongluju/review"), factories.a_clerk("jianwei/window", "jianwei/review"), play.agent):
        with factories.refused(Denied):
            play.act("water", by=by)


def test_nobody_answers_twice() -> None:
    play = factories.in_review()
    step, clerk = play.step("water"), play.clerk("water")
    play.act("water")
    with factories.refused(StepSettled):
        actions.review(step_id=step, opinion=Opinion.AGREE, reason="", by=clerk, at=play.at)


def test_a_decision_is_no_review() -> None:
    play = factories.at_decision()
    with factories.refused(WrongState):
        actions.review(step_id=play.step("conclude"), opinion=Opinion.AGREE, reason="", by=play.clerk("conclude"), at=play.at)


def test_behind_a_withdrawn_case_nothing_is_reviewed() -> None:
    play = factories.in_review()
    step, clerk = play.step("water"), play.clerk("water")
    play.withdraw()
    with factories.refused(StepSettled):
        actions.review(step_id=step, opinion=Opinion.AGREE, reason="", by=clerk, at=play.at)
