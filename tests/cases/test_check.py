"""Looking before acceptance, several departments at once: what they miss becomes one notice."""

import pytest

from tests.cases import city, factories
from tongban.cases.models import Correction, Paper
from tongban.cases.terms import (
    CaseState,
    CorrectionItem,
    Denied,
    NewPoint,
    Opinion,
    Shortcoming,
    StepSettled,
    UnknownTarget,
    WordsMissing,
)

pytestmark = pytest.mark.usefixtures("town")
NO_PLAN = CorrectionItem("material:plan", Shortcoming.MISSING, "请上传泵站施工图")
WRONG_DAYS = CorrectionItem("field:days", Shortcoming.INCORRECT, "工期和施工图不一致")
PLAN_TOO = CorrectionItem("material:plan", Shortcoming.MISSING, "需要道路开口图")


def a_case() -> factories.Play:
    return factories.submitted(city.CHECKED).wait(hours=1)


def test_when_nothing_is_missing_acceptance_opens_after_the_last_check() -> None:
    play = a_case()
    play.act("look_water")
    assert play.open_keys == ["look_road"]
    play.act("look_road")
    assert (play.open_keys, play.turn.state) == (["accept"], CaseState.RECEIVED)


def test_what_is_missing_waits_for_the_other_department() -> None:
    play = a_case()
    play.act("look_water", opinion=Opinion.DISAGREE, items=(NO_PLAN,))
    assert (play.open_keys, play.turn.state) == (["look_road"], CaseState.RECEIVED)
    assert not Correction.objects.exists()


def test_the_last_check_sends_one_notice_with_everything_each_point_once() -> None:
    play = a_case()
    play.act("look_water", opinion=Opinion.DISAGREE, items=(NO_PLAN,))
    play.act("look_road", opinion=Opinion.DISAGREE, items=(WRONG_DAYS, PLAN_TOO))
    assert (play.turn.state, play.turn.opened) == (CaseState.CORRECTING, ())
    notice = Correction.objects.get()
    assert notice.items == [
        {"target": "material:plan", "shortcoming": "missing", "note": "请上传泵站施工图；需要道路开口图"},
        {"target": "field:days", "shortcoming": "incorrect", "note": "工期和施工图不一致"},
    ]
    assert notice.number == Paper.objects.get(kind="correction").number == "榕示建 补〔2026〕000001号"


def test_one_department_that_misses_something_is_enough() -> None:
    play = a_case()
    play.act("look_road", opinion=Opinion.DISAGREE, items=(WRONG_DAYS,))
    play.act("look_water")
    assert play.turn.state == CaseState.CORRECTING
    assert [item["target"] for item in Correction.objects.get().items] == ["field:days"]


def test_the_notice_stops_the_clocks_and_starts_the_applicants() -> None:
    play = a_case()
    play.act("look_road", opinion=Opinion.DISAGREE, items=(WRONG_DAYS,))
    play.act("look_water")
    assert factories.clocks(play) == [("acceptance", "start"), ("acceptance", "stop"), ("correction", "start")]
    assert factories.running(play) == {"correction"}
    assert play.row.sweep_at == play.row.due_at


def test_not_ours_is_an_answer_and_nothing_is_missing_by_it() -> None:
    play = a_case()
    play.act("look_water", opinion=Opinion.NOT_OURS)
    play.act("look_road")
    assert play.open_keys == ["accept"]
    assert play.row.steps.get(key="look_water").opinion == Opinion.NOT_OURS


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = a_case()
    play.act("look_water", opinion=Opinion.DISAGREE, items=(NO_PLAN,))
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact) == ("cases.check", "cases.CaseChecked")
    assert trace.codes == {"step": "look_water", "opinion": "disagree"}
    assert trace.basis == "Administrative Licensing Law, art. 26"
    assert trace.detail == {"opinion": "disagree", "points": 1}


@pytest.mark.parametrize(("opinion", "items"), [(Opinion.DISAGREE, ()), (Opinion.AGREE, (NO_PLAN,)), (Opinion.NOT_OURS, (NO_PLAN,))])
def test_points_and_disagreement_go_together(opinion, items) -> None:
    play = a_case()
    with factories.refused(WordsMissing) as told:
        play.act("look_water", opinion=opinion, items=items)
    assert told.value.what == "items"


@pytest.mark.parametrize("target", ["material:diploma", "field:colour", "plan", ""])
def test_a_point_names_what_the_release_has(target) -> None:
    play = a_case()
    with factories.refused(UnknownTarget) as told:
        play.act("look_water", opinion=Opinion.DISAGREE, items=(CorrectionItem(target, Shortcoming.MISSING, "x"), NO_PLAN))
    assert told.value.targets == (target,)


def test_only_the_desk_of_the_step_checks() -> None:
    play = a_case()
    for by in (factories.a_clerk("gongluju/review"), factories.a_clerk("jianwei/window"), play.agent):
        with factories.refused(Denied):
            play.act("look_water", by=by)


def test_nobody_checks_twice() -> None:
    play = a_case()
    step, clerk = play.step("look_water"), play.clerk("look_water")
    play.act("look_water")
    with factories.refused(StepSettled):
        factories.actions.check(step_id=step, opinion=Opinion.AGREE, items=(), by=clerk, at=play.at)


def corrected() -> factories.Play:
    play = a_case()
    play.act("look_water", opinion=Opinion.DISAGREE, items=(NO_PLAN,))
    play.act("look_road")
    play.correct(factories.an_upload("plan"), form={"wet": True})
    return play


def test_after_a_correction_everybody_looks_again_in_a_new_round() -> None:
    play = corrected()
    assert play.open_keys == ["look_road", "look_water"]
    assert factories.stages(play)["look_water", 1] == "done" and factories.stages(play)["look_water", 2] == "open"
    play.act("look_water")
    play.act("look_road")
    assert play.open_keys == ["accept"], "what the first round missed is not missed again"


def test_a_later_notice_repeats_what_was_told_and_says_nothing_new() -> None:
    play = corrected()
    with factories.refused(NewPoint) as told:
        play.act("look_road", opinion=Opinion.DISAGREE, items=(WRONG_DAYS, NO_PLAN))
    assert told.value.targets == ("field:days",)
    play.act("look_road", opinion=Opinion.DISAGREE, items=(NO_PLAN,))
    play.act("look_water")
    assert Correction.objects.count() == 2


def test_a_corrected_answer_may_call_another_department() -> None:
    play = factories.submitted(city.CHECKED, form={"wet": False})
    assert play.open_keys == ["look_road"]
    play.act("look_road", opinion=Opinion.DISAGREE, items=(CorrectionItem("field:wet", Shortcoming.INCORRECT, "临河，应当填写涉水"),))
    play.correct(form={"wet": True})
    assert play.open_keys == ["look_road", "look_water"]
    assert play.row.conditions == {"look_water": True}
