"""The decision concludes the case: a licence or a numbered paper, in the same transaction."""

from datetime import date

import pytest

from tests.cases import city, factories
from tongban.cases import actions, queries
from tongban.cases.models import Paper
from tongban.cases.terms import CaseState, Decision, Denied, End, Opinion, StepSettled, WordsMissing, WrongState
from tongban.identity.terms import SYSTEM
from tongban.licences import queries as licence_queries

pytestmark = pytest.mark.usefixtures("town")


def granted(service: str = city.QUALIFICATION, **answer) -> factories.Play:
    play = factories.at_decision(service)
    play.act("conclude", **answer)
    return play


def refused(**answer) -> factories.Play:
    play = factories.at_decision()
    play.act("conclude", **{"decision": Decision.REFUSE, "reasons": "施工设备不足。"} | answer)
    return play


def test_a_grant_ends_the_case_and_nothing_runs_on() -> None:
    play = granted()
    case = play.row
    assert (case.state, case.end, case.ended_at) == (CaseState.ENDED, End.GRANTED, play.at)
    assert factories.running(play) == set()
    assert not case.steps.filter(state="open").exists()
    assert [tick for tick in factories.clocks(play) if tick[1] == "stop"] == [
        ("acceptance", "stop"),
        ("statutory", "stop"),
        ("promised", "stop"),
    ]


def test_a_grant_issues_the_licence_of_the_service() -> None:
    play = granted()
    licence = licence_queries.licence(play.row.licence_id, by=play.agent, at=play.at, purpose="test")
    assert (licence.type_code, licence.holder_id, licence.holder_name) == ("QC", play.row.applicant_id, "榕城示例工程有限公司")
    assert licence.content == {"company_name": "榕城示例工程有限公司", "grade": "third", "trades": ["water", "road"]}
    assert (licence.valid_from, licence.valid_until) == (date(2026, 9, 7), date(2031, 9, 6))
    assert {"licence_id": str(licence.id)} in factories.jobs("licences.make_document")
    assert not Paper.objects.filter(kind="grant").exists()


def test_the_licence_serves_the_next_application() -> None:
    play = granted()
    usable = licence_queries.usable_for(
        holder_ids=[play.row.applicant_id], types=["QC"], on=date(2026, 9, 8), by=play.agent, at=play.at, purpose="test"
    )
    assert [each.id for each in usable] == [play.row.licence_id]


def test_where_no_licence_is_issued_the_grant_is_a_numbered_paper() -> None:
    play = granted(city.SHORT, reasons="符合条件。")
    paper = Paper.objects.get(kind="grant")
    assert paper.number == "榕示民 准〔2026〕000001号"
    assert paper.data["contents"] == [{"label": "金额", "value": "300"}, {"label": "种类", "value": "once"}]
    assert (paper.data["reasons"], paper.data["permit"], play.row.licence_id) == ("符合条件。", False, None)
    assert {"paper_id": str(paper.pk)} in factories.jobs("cases.make_paper")


def test_a_refusal_is_a_numbered_paper_with_reasons_laws_and_remedies() -> None:
    play = refused()
    assert (play.row.end, play.row.decision_reasons) == (End.REFUSED, "施工设备不足。")
    paper = Paper.objects.get(kind="refusal")
    assert paper.number == "榕示建 不予〔2026〕000001号"
    assert (paper.data["reasons"], paper.data["laws"]) == ("施工设备不足。", ["《示例条例》第三条"])
    assert paper.data["remedies"]["reconsideration_until"] == "2026-11-06"
    view = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test")
    assert view.remedies is not None and view.remedies.reconsideration_until == date(2026, 11, 6)
    assert view.licence_id is None


def test_a_grant_leaves_its_traces() -> None:
    trace = factories.last_trace(play := granted())
    assert (trace.act, trace.fact, trace.codes) == ("cases.decide", "cases.CaseConcluded", {"decision": "grant"})
    assert trace.basis == "Administrative Licensing Law, art. 37 and 38"
    assert trace.payload == {"case_id": str(play.turn.case_id), "end": "granted", "licence_id": str(play.row.licence_id)}
    assert trace.detail["decision"] == "grant" and trace.detail["licence"].startswith("榕示QC〔2026〕")


def test_a_refusal_leaves_its_traces() -> None:
    trace = factories.last_trace(refused())
    assert (trace.codes, trace.payload["end"], trace.payload["licence_id"]) == ({"decision": "refuse"}, "refused", None)
    assert trace.detail["paper"] == "榕示建 不予〔2026〕000001号"


@pytest.mark.parametrize("reasons", ["", "  \n ", "\x00"])
def test_a_refusal_gives_its_reasons(reasons) -> None:
    play = factories.at_decision()
    with factories.refused(WordsMissing) as told:
        play.act("conclude", decision=Decision.REFUSE, reasons=reasons)
    assert told.value.what == "reasons"


@pytest.mark.parametrize("opinion", [Opinion.DISAGREE, Opinion.NOT_OURS])
def test_a_grant_against_a_department_gives_its_reasons(opinion: Opinion) -> None:
    play = factories.in_review()
    play.act("water", opinion=opinion, reason="设备不足")
    play.act("road")
    with factories.refused(WordsMissing) as told:
        play.act("conclude")
    assert told.value.what == "reasons"
    play.act("conclude", reasons="现场复核后已经补齐")
    assert play.turn.end is End.GRANTED


def test_only_the_desk_that_decides_decides() -> None:
    play = factories.at_decision()
    for by in (factories.a_clerk("jianwei/review"), factories.a_clerk("minzheng/approver"), play.agent, SYSTEM):
        with factories.refused(Denied):
            play.act("conclude", by=by)


def test_nobody_decides_twice() -> None:
    play = factories.at_decision()
    step, clerk = play.step("conclude"), play.clerk("conclude")
    play.act("conclude")
    with factories.refused(StepSettled):
        actions.decide(step_id=step, decision=Decision.REFUSE, reasons="x", by=clerk, at=play.at)


def test_a_review_is_no_decision() -> None:
    play = factories.in_review()
    with factories.refused(WrongState):
        actions.decide(step_id=play.step("water"), decision=Decision.GRANT, reasons="", by=play.clerk("water"), at=play.at)


def test_a_service_on_the_spot_is_granted_the_same_minute() -> None:
    play = granted(city.ON_THE_SPOT)
    assert play.row.end == End.GRANTED
    assert Paper.objects.get(kind="grant").data["contents"] == []
