"""The one notice: everything at once, and nothing new afterwards."""

import uuid
from datetime import UTC, date, datetime

import pytest

from tests.cases import city, factories
from tests.cases.factories import MISSING, WRONG
from tongban.cases import actions
from tongban.cases.models import Correction, Paper
from tongban.cases.terms import (
    CaseState,
    CorrectionItem,
    Denied,
    NewPoint,
    Opinion,
    Shortcoming,
    UnknownCase,
    UnknownTarget,
    WordsMissing,
    WrongState,
)
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("town")


def test_the_case_waits_for_the_applicant_and_nothing_is_open() -> None:
    play = factories.correcting()
    assert (play.row.state, play.turn.opened) == (CaseState.CORRECTING, ())
    assert factories.stages(play) == {("accept", 1): "cancelled"}
    assert factories.clocks(play) == [("acceptance", "start"), ("acceptance", "stop"), ("correction", "start")]
    assert factories.running(play) == {"correction"}


def test_the_time_to_correct_is_the_releases_and_ends_on_a_working_day() -> None:
    play = factories.correcting()
    assert play.row.sweep_at == datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC), "thirty days end in the national holiday"
    assert Correction.objects.get().due_on == date(2026, 10, 8)
    entry = play.row.clock_entries.get(clock="correction")
    assert (entry.unit, entry.amount) == ("calendar_days", 30) and "the law sets no time" in entry.basis
    assert factories.correcting(city.CHECKED, CorrectionItem("field:days", Shortcoming.INCORRECT, "x")).row.sweep_at == datetime(
        2026, 9, 17, 15, 59, 59, tzinfo=UTC
    )


def test_the_notice_is_numbered_and_says_everything_in_words() -> None:
    play = factories.submitted()
    play.ask_correction(MISSING, WRONG)
    paper = Paper.objects.get(kind="correction")
    assert paper.number == "榕示建 补〔2026〕000001号"
    assert paper.data["items"] == [
        {"name": "审计报告", "shortcoming": "缺少", "note": "请上传盖章的审计报告"},
        {"name": "等级", "shortcoming": "有误", "note": "三级企业不能越级申请"},
    ]
    assert paper.data["due_on"] == "2026-10-08"
    assert factories.jobs("cases.make_paper") == [{"paper_id": str(paper.pk)}]


def test_what_the_checks_have_found_so_far_goes_into_the_same_notice() -> None:
    play = factories.submitted(city.CHECKED)
    found = CorrectionItem("material:plan", Shortcoming.MISSING, "请上传施工图")
    play.act("look_water", opinion=Opinion.DISAGREE, items=(found,))
    play.ask_correction(CorrectionItem("field:days", Shortcoming.INCORRECT, "请核对工期"))
    assert [item["target"] for item in Correction.objects.get().items] == ["material:plan", "field:days"]
    assert factories.stages(play)["look_road", 1] == "cancelled"


def test_the_window_may_send_what_the_checks_have_found_without_a_word_of_its_own() -> None:
    play = factories.submitted(city.CHECKED)
    play.act("look_water", opinion=Opinion.DISAGREE, items=(CorrectionItem("material:plan", Shortcoming.MISSING, "请上传施工图"),))
    actions.ask_correction(case_id=play.turn.case_id, items=(), by=play.window, at=play.at)
    assert play.row.state == CaseState.CORRECTING


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.submitted()
    play.ask_correction(MISSING, WRONG)
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact) == ("cases.ask_correction", "cases.CorrectionAsked")
    assert trace.basis == "Administrative Licensing Law, art. 32(1)(4)"
    assert trace.payload == {"case_id": str(play.turn.case_id), "round": 1, "points": 2}
    assert trace.detail == {"paper": "榕示建 补〔2026〕000001号", "points": 2}


def test_characters_that_nobody_sees_are_left_out() -> None:
    play = factories.submitted()
    play.ask_correction(CorrectionItem("material:report", Shortcoming.UNREADABLE, "\x00看不清\x07 "))
    assert Correction.objects.get().items[0]["note"] == "看不清"


def test_a_notice_says_something() -> None:
    play = factories.submitted()
    with factories.refused(WordsMissing) as told:
        actions.ask_correction(case_id=play.turn.case_id, items=(), by=play.window, at=play.at)
    assert told.value.what == "items"


def test_a_point_names_what_the_release_has() -> None:
    play = factories.submitted()
    with factories.refused(UnknownTarget):
        play.ask_correction(CorrectionItem("material:diploma", Shortcoming.MISSING, "x"))


def test_only_the_window_that_accepts_asks() -> None:
    play = factories.submitted()
    for by in (factories.a_clerk("jianwei/review"), factories.a_clerk("minzheng/window"), play.agent, SYSTEM):
        with factories.refused(Denied):
            play.ask_correction(by=by)


def test_it_is_asked_once_and_only_before_acceptance() -> None:
    for play in (factories.correcting(), factories.accepted(), factories.in_review()):
        with factories.refused(WrongState):
            play.ask_correction()


def test_a_case_that_is_not_there_is_unknown() -> None:
    with factories.refused(UnknownCase):
        actions.ask_correction(case_id=uuid.uuid4(), items=(MISSING,), by=factories.a_clerk("jianwei/window"), at=factories.MORNING)


def test_a_second_notice_may_only_repeat_the_first() -> None:
    play = factories.correcting()
    play.correct(factories.an_upload("report", "又一份.pdf"))
    with factories.refused(NewPoint) as told:
        play.ask_correction(MISSING, WRONG)
    assert told.value.targets == ("field:grade",)
    play.ask_correction(MISSING)
    assert [(each.round, each.number) for each in Correction.objects.order_by("round")] == [
        (1, "榕示建 补〔2026〕000001号"),
        (2, "榕示建 补〔2026〕000002号"),
    ]


def test_a_third_notice_repeats_the_second() -> None:
    play = factories.correcting(city.QUALIFICATION, MISSING, WRONG)
    play.correct()
    play.ask_correction(WRONG)
    play.correct()
    with factories.refused(NewPoint):
        play.ask_correction(MISSING)
