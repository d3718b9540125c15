"""Declining: the matter needs no such procedure, or another organ is competent. Missing papers are never a reason."""

import pytest

from tests.cases import city, factories
from tongban.cases import actions, queries
from tongban.cases.models import Paper
from tongban.cases.terms import CaseState, DeclineReason, Denied, End, StepSettled, WordsMissing, WrongState

pytestmark = pytest.mark.usefixtures("town")


def decline(play: factories.Play, key: str = "accept", **answer):
    told = {
        "reason": DeclineReason.NOT_SUBJECT,
        "note": "三级以下不需要资质。",
        "competent_organ": "",
        "by": play.clerk(key),
        "at": play.at,
    }
    play.turn = actions.decline(step_id=play.step(key), **told | answer)
    return play


def elsewhere(play: factories.Play, **answer):
    return decline(play, **{"reason": DeclineReason.NOT_COMPETENT, "competent_organ": "示例省住房和城乡建设厅"} | answer)


def test_the_case_ends_and_nothing_runs_on() -> None:
    play = decline(factories.submitted().wait(hours=1))
    case = play.row
    assert (case.state, case.end, case.ended_at, case.accepted_at) == (CaseState.ENDED, End.DECLINED, play.at, None)
    assert play.turn.end is End.DECLINED and play.turn.opened == ()
    assert factories.running(play) == set()
    assert case.sweep_at is None


def test_the_paper_names_the_competent_organ_and_where_to_contest_it() -> None:
    play = elsewhere(factories.submitted())
    paper = Paper.objects.get(kind="decline")
    assert paper.number == "榕示建 不受〔2026〕000001号"
    assert (paper.data["reason"], paper.data["competent_organ"]) == ("not_competent", "示例省住房和城乡建设厅")
    assert paper.data["remedies"] == {
        "reconsideration": "榕城市人民政府（榕城市示例路9号）",
        "reconsideration_until": "2026-11-06",
        "reconsideration_provisional": False,
        "litigation": "榕城市示例区人民法院",
        "litigation_until": "2027-03-08",
        "litigation_provisional": True,
    }
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert view.remedies is not None and view.remedies.litigation_provisional
    assert factories.jobs("cases.make_paper") == [{"paper_id": str(paper.pk)}]


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    trace = factories.last_trace(elsewhere(factories.submitted()))
    assert (trace.act, trace.fact, trace.codes) == ("cases.decline", "cases.CaseDeclined", {"reason": "not_competent"})
    assert trace.basis == "Administrative Licensing Law, art. 32(1)(1)-(2)"
    assert trace.detail["competent_organ"] == "示例省住房和城乡建设厅" and trace.detail["declined"] == "not_competent"


@pytest.mark.parametrize("organ", ["", "  ", "\x00"])
def test_who_is_competent_must_be_named(organ) -> None:
    play = factories.submitted()
    with factories.refused(WordsMissing) as told:
        elsewhere(play, competent_organ=organ)
    assert told.value.what == "competent_organ"


def test_only_the_desk_that_accepts_declines() -> None:
    play = factories.submitted()
    for by in (factories.a_clerk("jianwei/review"), play.agent):
        with factories.refused(Denied):
            decline(play, by=by)


def test_a_check_is_no_place_to_decline() -> None:
    play = factories.submitted(city.CHECKED)
    with factories.refused(WrongState):
        decline(play, "look_road")


def test_what_was_accepted_or_ended_is_not_declined() -> None:
    play = factories.submitted()
    step, clerk = play.step("accept"), play.clerk("accept")
    play.act("accept")
    with factories.refused(StepSettled):
        actions.decline(step_id=step, reason=DeclineReason.NOT_SUBJECT, note="", competent_organ="", by=clerk, at=play.at)
    reviewing = factories.accepted()
    with factories.refused(WrongState):
        decline(reviewing, "screen")
