"""The tag library on invented terms: every value has its words, and times are told as people say them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from tongban.cases.terms import Act, CaseState, Clock, End, Opinion, PaperKind, Shortcoming, StepState
from tongban.catalog.terms import Form
from tongban.channels.parts.samples import dossier
from tongban.channels.parts.tags import history
from tongban.channels.parts.time_words import days_words, due_words
from tongban.kernel.limits import ClockReading, Explained, Light, Limit, NotCounted, Unit
from tongban.licences.terms import DocumentState, LicenceState

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # Thursday, ten o'clock
DAY = timedelta(1)


def drawn(tag: str, **context: Any) -> str:
    """What a tag draws, with the blanks of the template folded."""
    request = SimpleNamespace(moment=NOW)
    text = Template("{% load parts %}{% " + tag + " %}").render(Context({"request": request, **context}))
    return " ".join(text.split())


def at(day: int, hour: int = 15, minute: int = 59, month: int = 11, year: int = 2026) -> datetime:
    """UTC; the city's evening by default, when limits end."""
    return datetime(year, month, day, hour, minute, 59 if (hour, minute) == (15, 59) else 0, tzinfo=UTC)


@pytest.mark.parametrize(("value", "words"), [(Light.GREEN, "正常"), (Light.AMBER, "将到期"), (Light.RED, "逾期")])
def test_a_light_has_a_word_beside_its_dot(value: Light, words: str) -> None:
    assert drawn("light it", it=value) == f'<span class="light {value}"><i aria-hidden="true"></i>{words}</span>'


@pytest.mark.parametrize(
    ("due_at", "words", "tone"),
    [
        (at(27), "还有 1 个工作日（11月27日）", "due soon"),
        (at(30), "还有 2 个工作日（11月30日）", "due"),
        (at(8, month=12), "还有 8 个工作日（12月8日）", "due"),
        (at(27, 4, 0), "还有 1 个工作日（11月27日 12:00）", "due soon"),
        (at(26), "今天到期（11月26日）", "due soon"),
        (at(26, 1, 0), "刚刚逾期（11月26日）", "due late"),
        (at(25), "逾期 1 个工作日（11月25日）", "due late"),
        (at(20), "逾期 4 个工作日（11月20日）", "due late"),
        (at(26, month=9), "逾期 8 周（9月26日）", "due late"),
        (at(20, month=1, year=2019), "逾期 7 年（2019年1月20日）", "due late"),
        (at(8, month=1, year=2027), "还有 31 个工作日（2027年1月8日）", "due"),
        (at(8, month=1, year=2060), "还没到期（2060年1月8日）", "due"),
    ],
)
def test_a_due_date_says_what_is_left(due_at: datetime, words: str, tone: str) -> None:
    told = drawn("due it False", it=due_at)
    assert told.startswith(f'<span class="{tone}">')
    assert _text(told) == words


@pytest.mark.parametrize(
    ("counted", "hours", "words"),
    [
        (Unit.CALENDAR_DAYS, 72, "还有 3 天"),
        (Unit.CALENDAR_DAYS, 24, "还有 1 天"),
        (Unit.CALENDAR_DAYS, 5, "今天到期"),
        (Unit.CALENDAR_DAYS, -72, "逾期 3 天"),
        (Unit.MONTHS, 240, "还有 10 天"),
        (Unit.WORKING_DAYS, 120, "还有 3 个工作日"),
        (Unit.CLOCK_HOURS, 72, "还剩 72 小时"),
        (Unit.CLOCK_HOURS, 0.01, "还剩不到 1 分钟"),
        (Unit.CLOCK_HOURS, -0.01, "超时不到 1 分钟"),
        (Unit.HOURS, -1, "超时 1 小时"),
        (Unit.CLOCK_HOURS, -48, "超时 48 小时"),
        (Unit.CLOCK_HOURS, -49, "逾期 2 天"),
        (Unit.HOURS, -24 * 59, "逾期 59 天"),
        (Unit.CALENDAR_DAYS, -24 * 60, "逾期 8 周"),
        (Unit.CLOCK_HOURS, -24 * 365 * 5, "逾期 5 年"),
        (Unit.WORKING_DAYS, -24 * 364, "逾期 52 周"),
    ],
)
def test_what_is_left_counts_as_the_limit_does(counted: Unit, hours: float, words: str) -> None:
    assert due_words(NOW + timedelta(hours=hours), NOW, counted)[0] == words


def test_a_due_date_beyond_the_tables_says_that_it_is_provisional() -> None:
    assert _text(drawn("due it True", it=at(8, month=1, year=2027))).endswith("待放假安排公布后确认")


def test_what_is_not_counted_now_says_so() -> None:
    assert _text(drawn("due it False", it=None)) == "现在不计时"


def test_a_due_date_in_english_counts_one_and_many() -> None:
    with override("en"):
        assert _text(drawn("due it False", it=at(27))) == "1 working day left (27 Nov)"
        assert _text(drawn("due it False", it=at(8, month=12))) == "8 working days left (8 Dec)"
        assert _text(drawn("due it False", it=at(20))) == "4 working days late (20 Nov)"


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [
        ("moment it", at(24, 1, 12), "11月24日 09:12"),
        ("moment it", at(31, 16, 30, month=12, year=2025), "1月1日 00:30"),
        ("moment it", at(24, 1, 12, year=2025), "2025年11月24日 09:12"),
        ("moment it", None, "—"),
        ("day it", date(2026, 12, 8), "12月8日"),
        ("day it weekday=True", date(2026, 12, 8), "12月8日（周二）"),
        ("day it", at(24, 16, 0), "11月25日"),
        ("day it", None, "—"),
    ],
)
def test_moments_and_days_are_the_citys(tag: str, value: date | datetime | None, words: str) -> None:
    assert _text(drawn(tag, it=value)) == words


def test_a_time_can_be_read_by_machines() -> None:
    assert drawn("moment it", it=at(24, 1, 12)).startswith('<time datetime="2026-11-24T09:12+08:00">')


def test_days_that_follow_one_another_are_one_stretch() -> None:
    days = [date(2026, 10, day) for day in (1, 2, 3, 10, 8)]
    assert days_words(days, today=date(2026, 9, 1)) == "10月1日至10月3日、10月8日、10月10日"


@pytest.mark.parametrize("value", Opinion)
def test_an_opinion_is_a_chip(value: Opinion) -> None:
    assert 'class="chip' in drawn("opinion it", it=value)
    assert drawn("opinion it", it=value.value) == drawn("opinion it", it=value)


def test_no_opinion_draws_nothing() -> None:
    assert drawn("opinion it", it=None) == ""


@pytest.mark.parametrize("value", PaperKind)
def test_a_paper_has_its_legal_name(value: PaperKind) -> None:
    assert drawn("paper_name it", it=value)


@pytest.mark.parametrize("value", Shortcoming)
def test_a_shortcoming_has_words(value: Shortcoming) -> None:
    assert drawn("shortcoming it", it=value)


@pytest.mark.parametrize("state", CaseState)
def test_a_case_says_where_it_stands(state: CaseState) -> None:
    assert 'class="chip' in drawn("case_state it", it=SimpleNamespace(state=state, end=None))


@pytest.mark.parametrize("end", End)
def test_a_case_says_how_it_ended(end: End) -> None:
    told = _text(drawn("case_state it", it=SimpleNamespace(state=CaseState.ENDED, end=end)))
    assert told not in ("", "已结束")


@pytest.mark.parametrize(
    ("state", "light", "words"),
    [
        (None, Light.GREEN, "还没轮到"),
        (StepState.OPEN, Light.GREEN, "正在办"),
        (StepState.OPEN, Light.RED, "逾期"),
        (StepState.DONE, Light.RED, "已完成"),
        (StepState.SKIPPED, Light.GREEN, "无需办理"),
        (StepState.CANCELLED, Light.GREEN, "已取消"),
    ],
)
def test_a_step_says_how_it_stands(state: StepState | None, light: Light, words: str) -> None:
    assert _text(drawn("step_state it", it=SimpleNamespace(state=state, light=light))) == words


def _licence(**changes: Any) -> SimpleNamespace:
    usual = {"state": LicenceState.VALID, "document": DocumentState.READY, "valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
    return SimpleNamespace(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "有效"),
        ({"valid_until": None}, "有效"),
        ({"valid_until": date(2026, 11, 26)}, "有效"),
        ({"valid_until": date(2026, 11, 25)}, "已过期"),
        ({"valid_from": date(2026, 11, 27)}, "还没生效"),
        ({"document": DocumentState.MAKING}, "制证中"),
        ({"state": LicenceState.REVOKED, "valid_until": date(2026, 11, 25)}, "已吊销"),
        ({"state": LicenceState.SUSPENDED}, "已冻结"),
        ({"state": LicenceState.SUPERSEDED}, "已有新版"),
        ({"state": LicenceState.CANCELLED}, "已注销"),
        ({"state": LicenceState.WITHDRAWN}, "已撤销"),
    ],
)
def test_a_licence_says_whether_it_holds_today(changes: dict[str, Any], words: str) -> None:
    assert _text(drawn("licence_state it", it=_licence(**changes))) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Limit(Unit.WORKING_DAYS, Decimal("0.5")), "0.5个工作日"),
        (Limit(Unit.ON_THE_SPOT), "即办"),
        (Limit(Unit.CLOCK_HOURS, Decimal(2)), "2小时（昼夜连续计算）"),
        (Limit(Unit.MONTHS, Decimal(6)), "6个月"),
        (None, ""),
    ],
)
def test_a_limit_as_people_say_it(value: Limit | None, words: str) -> None:
    assert drawn("limit it", it=value) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("material:site_photo", "办公场所照片"),
        ("materials.site_photo", "办公场所照片"),
        ("field:capital", "净资产"),
        ("form.capital", "净资产"),
        ("situation.kind", "是第一次申请，还是升级？"),
        ("field:gone", "gone"),
        ("file.yaml:7 route", "file.yaml:7 route"),
    ],
)
def test_a_target_is_named(target: str, words: str) -> None:
    assert drawn("target_name release it", release=dossier.release(), it=target) == words


def test_a_place_in_a_row_is_named() -> None:
    schema = {"properties": {"staff": {"title": "人员", "items": {"properties": {"name": {"title": "姓名"}}}}}}
    release = replace(dossier.release(), form=Form(schema, (), {}))
    assert drawn("target_name release it", release=release, it="form.staff/1/name") == "人员，第 2 行，姓名"


def test_answers_say_where_each_is_from_and_what_changed() -> None:
    told = drawn(
        "answers release form provenance changes",
        release=dossier.release(),
        form=dossier.FORM,
        provenance=dossier.PROVENANCE,
        changes=dossier.CHANGES,
    )
    assert 'title="1.2.156.3005.2.999999000001.示例"' in told
    assert "来自营业执照" in told
    assert "来自城市的登记信息" in told
    assert "申请人填写" in told
    assert "水利水电工程施工总承包、公路工程施工总承包" in told
    assert "<del>2360000 元</del>" in told
    assert told.count('class="changed"') == 2


def test_answers_without_sources_are_just_answers() -> None:
    told = drawn("answers release form", release=dossier.release(), form={"grade": "3", "note": "<b>"})
    assert "三级" in told
    assert "&lt;b&gt;" in told
    assert "企业名称" not in told
    assert "source" not in told


def test_the_situation_in_words() -> None:
    told = drawn("situation release chosen", release=dossier.release(), chosen={"kind": "first", "gone": "x"})
    assert "是第一次申请，还是升级？" in told
    assert "第一次申请" in told
    assert "gone" not in told


def test_history_says_who_did_what() -> None:
    told = _text(drawn("history lines", lines=dossier.history(NOW)))
    assert "榕城示例建设有限公司（演示） 提交申请" in told
    assert "市住房和城乡建设委员会 · 李明（演示） 发出补正告知书" in told
    assert "要补正 2 处" in told
    assert "市水利局 完成审查 不同意" in told, "a department that acts in its own name is named once"
    assert "不予许可" in told


@pytest.mark.parametrize("act", Act)
def test_every_act_has_words(act: Act) -> None:
    assert str(history.ACTS[act])


def test_a_clock_explains_itself() -> None:
    told = _text(drawn("clock it", it=dossier.clocks(NOW)["running"]))
    for words in (
        "承诺最迟12月7日（周一）办结",
        "限10个工作日",
        "已用3个工作日",
        "待放假安排公布后确认",
        "从11月22日算起：开始的当天不算（民法典第二百零一条）。",
        "依法延长了5个工作日，已经算在里面。",
        "放假 2 天不算：11月28日至11月29日。",
        "调休上班 1 天照算：12月1日。",
        "11月23日至11月25日因“现场检测”不计时，共2个工作日（行政许可法第四十五条）。",
        "最后一天12月4日是休息日，顺延到下一个工作日（民法典第二百零三条）。",
        "依据：行政许可法第四十二条。",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (Clock.ACCEPTANCE, "最迟11月30日（周一）答复是否受理"),
        (Clock.CORRECTION, "请在11月30日（周一）前补正"),
        (Clock.STATUTORY, "法律规定最迟11月30日（周一）办结"),
        (Clock.STEP, "本环节最迟11月30日（周一）办完"),
        (Clock.PROMISED, "承诺最迟11月30日（周一）办结"),
    ],
)
def test_a_clock_says_what_is_due(clock: Clock, words: str) -> None:
    reading = ClockReading(
        clock, date(2026, 11, 24), date(2026, 11, 30), at(30), False, Decimal(2), Decimal(4), "working_days", Light.GREEN
    )
    assert words in _text(drawn("clock it", it=reading))


def test_a_clock_that_stands_still_or_is_over() -> None:
    readings = dossier.clocks(NOW)
    assert "暂停计时，恢复后重新推算日期" in _text(drawn("clock it", it=readings["paused"]))
    assert "已办完，用了4个工作日" in _text(drawn("clock it", it=readings["over"]))
    assert drawn("clock it", it=None) == ""


def test_hours_are_counted_from_the_moment() -> None:
    explained = Explained(date(2026, 11, 27), not_counted=(NotCounted(date(2026, 11, 26), None, Decimal(0), "检测", "条例"),))
    reading = ClockReading(
        Clock.STEP,
        date(2026, 11, 26),
        date(2026, 11, 27),
        at(27),
        False,
        Decimal("3.5"),
        Decimal(24),
        "hours",
        Light.GREEN,
        explained=explained,
    )
    told = _text(drawn("clock it", it=reading))
    assert "按小时计算" in told
    assert "11月26日起因“检测”暂停计时（条例）。" in told


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_a_sheet() -> None:
    assert 'aria-hidden="true"' in drawn('icon "home"')
    assert drawn('icon "nothing"') == drawn('icon "doc"')


def _text(told: str) -> str:
    """The words without the tags, except what a screen does not show."""
    return " ".join(re.sub(r"<[^>]+>", "", told).split())
