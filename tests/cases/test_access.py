"""Who sees what of a case, and who may do what: the applicant, agents, desks before and after a step comes, reviewers side by side."""

import uuid

import pytest

from tests.cases import city, factories
from tongban.cases import queries
from tongban.cases.terms import Act, CaseView, Decision, Opinion, UnknownCase
from tongban.identity.terms import PUBLIC, SYSTEM, Actor

pytestmark = pytest.mark.usefixtures("town")
WORDS = "设备不足，见现场记录"


def see(play: factories.Play, by: Actor) -> CaseView:
    return queries.case(play.turn.case_id, by=by, at=play.at, purpose="test")


def sees(play: factories.Play, by: Actor) -> bool:
    try:
        return see(play, by).id == play.turn.case_id
    except UnknownCase:
        return False


def opinion_of(view: CaseView, key: str) -> tuple[Opinion | None, str]:
    step = next(each for each in view.steps if each.key == key)
    return step.opinion, step.reason


def told(view: CaseView) -> str:
    return str(view.history) + str(view.steps)


def test_the_applicant_and_whoever_holds_a_mandate_see_it() -> None:
    play = factories.submitted()
    company = play.row.applicant_id
    assert sees(play, play.agent)
    assert sees(play, factories.an_agent(company))
    assert not sees(play, factories.an_agent(factories.make_company()))
    assert not sees(play, factories.a_person(play.agent.person_id)), "the same person, whose mandate was revoked"
    assert not sees(play, PUBLIC)


def test_a_person_sees_their_own() -> None:
    play = factories.submitted(city.SHORT)
    assert sees(play, play.agent)
    assert not sees(play, factories.a_person())


def test_the_window_sees_a_case_from_its_receipt_and_a_desk_from_the_moment_a_step_comes() -> None:
    water, approver = factories.a_clerk("shuiliju/review"), factories.a_clerk("jianwei/approver")
    play = factories.submitted(city.CHECKED, form={"wet": False})
    assert sees(play, factories.a_clerk("jianwei/window")), "though the checks come first"
    assert sees(play, factories.a_clerk("gongluju/review"))
    assert not sees(play, water), "its step was skipped, and so it never came"
    assert not sees(play, approver)
    play.act("look_road")
    play.act("accept")
    assert sees(play, approver) and not sees(play, water)


def test_a_desk_sees_what_it_has_worked_on_also_afterwards() -> None:
    play = factories.in_review()
    water = play.clerk("water")
    play.act("water")
    play.act("road")
    play.act("conclude")
    assert sees(play, water)
    assert not sees(play, factories.a_clerk("minzheng/window"))
    assert not sees(play, factories.a_clerk())


def test_the_system_sees_everything() -> None:
    assert sees(factories.submitted(), SYSTEM)


def test_before_the_decision_the_applicant_sees_who_works_and_not_what_they_think() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason=WORDS)
    view = see(play, play.agent)
    assert opinion_of(view, "water") == (None, "")
    assert WORDS not in told(view)
    assert {(step.key, step.state) for step in view.steps if step.key in ("water", "road")} == {("water", "done"), ("road", "open")}


@pytest.mark.parametrize("decision", [Decision.GRANT, Decision.REFUSE])
def test_opinions_appear_with_the_decision(decision) -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason=WORDS)
    play.act("road")
    play.act("conclude", decision=decision, reasons="综合各部门意见")
    view = see(play, play.agent)
    assert opinion_of(view, "water") == (Opinion.DISAGREE, WORDS)
    assert view.decision_reasons == "综合各部门意见"


def test_opinions_on_a_withdrawn_case_are_never_shown() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason=WORDS)
    play.withdraw()
    assert WORDS not in told(see(play, play.agent))


def test_a_release_may_show_opinions_as_they_come() -> None:
    play = factories.accepted(city.NESTED)
    play.act("first", opinion=Opinion.AGREE_WITH_CONDITIONS, reason=WORDS)
    assert opinion_of(see(play, play.agent), "first") == (Opinion.AGREE_WITH_CONDITIONS, WORDS)


def test_reviewers_side_by_side_see_each_other_after_giving_their_own() -> None:
    play = factories.in_review()
    road = play.clerk("road")
    play.act("water", opinion=Opinion.DISAGREE, reason=WORDS)
    before = see(play, road)
    assert opinion_of(before, "water") == (None, "")
    assert WORDS not in told(before)
    play.act("road", by=road)
    assert opinion_of(see(play, road), "water") == (Opinion.DISAGREE, WORDS)


def test_who_decides_sees_every_opinion() -> None:
    play = factories.in_review()
    play.act("water", opinion=Opinion.DISAGREE, reason=WORDS)
    play.act("road")
    view = see(play, play.clerk("conclude"))
    assert opinion_of(view, "water") == (Opinion.DISAGREE, WORDS)
    assert WORDS in told(view)


def test_what_was_found_before_stays_visible_to_those_who_come_later() -> None:
    play = factories.accepted()
    play.act("screen", opinion=Opinion.AGREE_WITH_CONDITIONS, reason=WORDS)
    assert opinion_of(see(play, play.clerk("water")), "screen") == (Opinion.AGREE_WITH_CONDITIONS, WORDS)


def test_what_a_check_misses_is_for_staff_until_the_notice_tells_it() -> None:
    play = factories.submitted(city.CHECKED)
    point = factories.CorrectionItem("field:days", factories.Shortcoming.INCORRECT, WORDS)
    play.act("look_water", opinion=Opinion.DISAGREE, items=(point,))
    window, applicant = see(play, play.window), see(play, play.agent)
    assert [step.findings for step in window.steps if step.key == "look_water"] == [(point,)]
    assert all(not step.findings for step in applicant.steps)
    assert WORDS not in told(applicant)
    play.act("look_road")
    assert see(play, play.agent).corrections[0].items == (point,)


def test_staff_are_named_to_staff_and_departments_to_everybody_else() -> None:
    play = factories.in_review()
    play.act("water")
    reviewed = [line for line in see(play, play.agent).history if line.act is Act.REVIEW]
    assert {line.actor_name for line in reviewed} == {"榕城市示例建设委员会", "榕城市示例水利局"}
    handed_in = see(play, play.agent).history[0]
    assert (handed_in.act, handed_in.actor_name) == (Act.SUBMIT, "演示甲")


def acts(play: factories.Play, by: Actor) -> set[Act]:
    return set(queries.acts_open_to(see(play, by), by))


def test_acts_open_to_each_are_those_that_would_be_let_through() -> None:
    play = factories.submitted()
    assert acts(play, play.agent) == {Act.WITHDRAW}
    assert acts(play, play.window) == {Act.ACCEPT, Act.DECLINE, Act.ASK_CORRECTION}
    play.ask_correction()
    assert acts(play, play.agent) == {Act.CORRECT, Act.WITHDRAW}
    assert acts(play, play.window) == set()
    play.correct()
    play.act("accept")
    assert acts(play, play.clerk("screen")) == {Act.REVIEW}
    assert acts(play, play.window) == set()
    play.act("screen")
    water = play.clerk("water")
    assert acts(play, water) == {Act.REVIEW}
    play.act("water", by=water)
    assert acts(play, water) == set(), "the step of another department is not theirs"
    play.act("road")
    approver = play.clerk("conclude")
    assert acts(play, approver) == {Act.DECIDE}
    play.act("conclude", by=approver)
    assert acts(play, approver) == acts(play, play.agent) == set()


def test_before_acceptance_checks_and_the_window_act_side_by_side() -> None:
    play = factories.submitted(city.CHECKED)
    assert acts(play, play.clerk("look_water")) == {Act.CHECK}
    assert acts(play, play.window) == {Act.ASK_CORRECTION}
    assert acts(play, factories.a_clerk("jianwei/window", "shuiliju/review")) == {Act.CHECK, Act.ASK_CORRECTION}


def test_whoever_may_not_see_the_case_learns_no_more_than_that_it_is_unknown() -> None:
    play = factories.submitted()
    stranger = factories.a_person()
    for case_id in (play.turn.case_id, uuid.uuid4()):
        for question in (
            lambda case_id=case_id: queries.case(case_id, by=stranger, at=play.at, purpose="test"),
            lambda case_id=case_id: queries.reads_of_case(case_id, by=stranger, at=play.at),
        ):
            with factories.refused(UnknownCase) as told_:
                question()
            assert str(told_.value) == str(case_id)
    material = play.row.materials.all()[0]
    assert queries.material_file(play.turn.case_id, material.pk, by=stranger, at=play.at) is None
