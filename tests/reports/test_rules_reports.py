"""Pure rules of reports: what is quoted, how a document is written and read, periods, shares, states, what is drafted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.terms import SurgeWeek
from tongban.kernel.bilingual import Bilingual
from tongban.reports.rules import document, drafting, periods, quoting, related, showing, states, weeks
from tongban.reports.rules.composing import composed
from tongban.reports.rules.saying import said
from tongban.reports.rules.shares import share
from tongban.reports.terms import (
    Course,
    Period,
    ReportAct,
    ReportContent,
    ReportKind,
    ReportState,
    SignedText,
    UnknownPeriod,
    WordsMissing,
    WordsTooLong,
    WrongState,
)
from tongban.reports.terms.content import NAMELESS
from tongban.reports.terms.seen import DetectionTold, DueUnit, Recounted, Seen, SeenMessage, SeenSurge

CLOSED = datetime(2026, 9, 14, 1, tzinfo=UTC)
PERIOD = Period("2026-W37", date(2026, 9, 7), date(2026, 9, 14))
NAMES = {"chengguan": Bilingual("城管局"), "gongshui": Bilingual("供水集团")}


def a_message(number: int, day: int = 7, **changes: Any) -> SeenMessage:
    told = SeenMessage(
        f"id{number}", f"LY{number:03d}", date(2026, 9, day), "chengguan", 0, False, None, None, f"same{number}", f"标题{number}", "正文"
    )
    return replace(told, **changes)


def a_surge(*messages: SeenMessage, **changes: Any) -> SeenSurge:
    told = SeenSurge(
        surge_id="s1",
        series="010202 district donghu",
        category="010202",
        category_name=Bilingual("路灯"),
        area_kind="district",
        area="donghu",
        area_name=Bilingual("东湖街道"),
        topic=None,
        words=("路灯",),
        since="2026-W37",
        method="ears_c2",
        years=0,
        messages=messages or tuple(a_message(each) for each in range(3)),
        hidden=2,
        units={"chengguan": 14, "": 1},
        orders=(),
        campaigns=(),
        open_orders={"chengguan": 1},
    )
    return replace(told, **changes)


def some_weeks(*counts: float, alarm: bool = True) -> tuple[SurgeWeek, ...]:
    """Ending with W37, the last one tested."""
    found = []
    for place, count in enumerate(counts):
        day = date.fromordinal(date(2026, 9, 7).toordinal() - 7 * (len(counts) - 1 - place))
        last = place == len(counts) - 1
        figures = {"raw": count, "expected": 1.0, "bound": 4.0, "score": 2.5, "p": 0.00001, "alarm": alarm} if last else {}
        found.append(SurgeWeek(periods.week_of(day), day, count, **figures))
    return tuple(found)


def content(*surges: SeenSurge, counts: tuple[float, ...] = (1, 1, 14), on: frozenset[str] = frozenset(NAMES)) -> ReportContent:
    seen = Seen("d1", surges or (a_surge(),), 40, (), (), (), NAMES, (), "code")
    tested = DetectionTold("d1", 9, 5, 3, 2, 5, 4, 0.005, 0.1, "d" * 64, "r", "t" * 64)
    shown = weeks.shown(some_weeks(*counts), PERIOD.until)
    units = {"chengguan": DueUnit(30, 20, 25, 12, 9), "gongshui": DueUnit(5, 5, 5)}
    counted = Recounted(tested, {each.surge_id: shown for each in seen.surges}, units, on, "rules")
    return composed(ReportKind.WEEKLY, PERIOD, CLOSED, seen, counted)


def test_ten_are_quoted_spread_over_the_weeks_the_most_liked_first_and_each_thing_once() -> None:
    told = tuple(a_message(number, day, likes=number % 5) for number, day in enumerate([7] * 20 + [14] * 2 + [21] * 1))
    chosen = quoting.quoted(told)
    assert [periods.week_of(each.received_on) for each in chosen] == ["2026-W39"] + ["2026-W38"] * 2 + ["2026-W37"] * 7
    assert [each.likes for each in chosen[3:]] == [4, 4, 4, 4, 3, 3, 3] and [each.number for each in chosen[3:5]] == ["LY004", "LY009"]
    again = quoting.quotes((*told, replace(told[0], number="LY999")), hidden=4)
    assert (len(again.lines), again.more, again.duplicates, again.hidden) == (10, 13, 1, 4)
    assert quoting.same("路灯 不亮", "第３天！") == quoting.same("路灯不亮", "第3天") != quoting.same("路灯不亮", "第4天")


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 9), st.integers(0, 6)), max_size=40), st.randoms())
def test_what_is_quoted_does_not_depend_on_the_order_in_which_it_is_read(told: list[tuple[int, int, int]], luck: Any) -> None:
    messages = [a_message(place, day, likes=likes, same=str(same)) for place, (day, likes, same) in enumerate(told)]
    shuffled = luck.sample(messages, len(messages))
    found = quoting.quotes(tuple(messages), 0)
    assert found == quoting.quotes(tuple(shuffled), 0)
    assert len(found.lines) + found.more + found.duplicates == len(messages) and len(found.lines) <= quoting.MOST


def test_a_document_is_canonical_rounded_and_read_as_it_was() -> None:
    told = content()
    text = document.canonical(told)
    again = document.read(ReportContent, text)
    assert document.canonical(again) == text and again.surges[0].quotes == told.surges[0].quotes and again.proof.closed_at == CLOSED
    assert json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text
    assert '"p":1e-05' in text and "NaN" not in text
    with pytest.raises(ValueError, match="Out of range"):
        document.canonical(
            replace(told, rates=replace(told.rates, answered=share(1, 2)), surges=(replace(told.surges[0], score=float("nan")),))
        )
    local = replace(told, proof=replace(told.proof, closed_at=CLOSED.astimezone()))
    assert document.canonical(local) == text
    signed = SignedText("FX2026-1", ReportKind.WEEKLY, "2026-W37", document.digest(text), 1, document.digest("words"), "")
    assert document.read(SignedText, document.canonical(signed)) == signed


def test_where_two_documents_differ_is_named() -> None:
    one, other = document.canonical(content()), document.canonical(content(counts=(1, 2, 14)))
    assert document.differing(one, one) == () and document.differing(one, other) == ("surges.0.weeks.1.count",)
    longer = document.canonical(content(counts=(1, 1, 1, 14)))
    assert document.differing(one, longer) == ("surges.0.weeks",)


@pytest.mark.parametrize(
    ("kind", "key", "since", "until"),
    [
        (ReportKind.WEEKLY, "2026-W01", date(2025, 12, 29), date(2026, 1, 5)),
        (ReportKind.WEEKLY, "2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
        (ReportKind.MONTHLY, "2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        (ReportKind.MONTHLY, "2028-02", date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_periods(kind: ReportKind, key: str, since: date, until: date) -> None:
    assert periods.period_of(kind, key) == Period(key, since, until)
    assert periods.last_over(kind, until) == Period(key, since, until)


@pytest.mark.parametrize(
    ("kind", "key"), [(ReportKind.WEEKLY, "2025-W53"), (ReportKind.WEEKLY, "2026-W00"), (ReportKind.MONTHLY, "2026-00")]
)
def test_what_is_no_period(kind: ReportKind, key: str) -> None:
    with pytest.raises(UnknownPeriod):
        periods.period_of(kind, key)


def test_a_year_before_week_53_is_week_52() -> None:
    assert periods.a_year_before(date(2026, 12, 28)) == date(2025, 12, 22)


def test_a_share_has_bounds_and_is_enough_or_not() -> None:
    assert share(0, 0).share is None and not share(0, 0).enough
    found = share(8, 10)
    assert (round(found.lower or 0, 4), round(found.upper or 0, 4), found.enough) == (0.4902, 0.9433, False) and share(20, 20).enough


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_within_its_bounds(good: int, more: int) -> None:
    found = share(good, good + more)
    assert found.lower is not None and found.upper is not None and found.share is not None
    assert 0 <= found.lower <= found.share <= found.upper <= 1


def test_a_section_says_what_where_since_when_and_how_it_goes_on() -> None:
    [section] = content().surges
    assert (section.what, section.last, section.closed, section.course) == ("东湖街道路灯", "2026-W37", "", Course.RISING)
    assert section.score == section.highest == 2.5 and not section.season_known and section.weeks[-1].earlier == ()
    [unit] = section.units
    assert (unit.messages, unit.open, unit.open_orders, unit.due_on_time.good) == (14, 3, 1, 20)
    topic = content(a_surge(topic=7, category="", area="", words=("停水", "南港"))).surges[0]
    assert topic.what == "停水、南港" and content(a_surge(topic=7, category="", words=())).surges[0].what == "未归类的话题第7号"
    assert content(a_surge(area="", area_name=NAMELESS)).surges[0].what == "全市路灯"


def test_the_same_weeks_of_earlier_years_stand_beside_or_it_is_said_that_there_are_none() -> None:
    counts = tuple(float(place) for place in range(60))
    found = weeks.shown(some_weeks(*counts), PERIOD.until)
    assert len(found) == weeks.SHOWN and found[-1].earlier[0].week == "2025-W37" and found[-1].earlier[0].count is not None
    section = content(counts=counts).surges[0]
    assert section.last_year.known and section.last_year.count == found[-1].earlier[0].count
    assert not content().surges[0].last_year.known


@pytest.mark.parametrize(
    ("counts", "closed", "course"),
    [
        ((5, 9), False, Course.RISING),
        ((9, 5), False, Course.FALLING),
        ((9, 9), False, Course.STEADY),
        ((0, 3), False, Course.RISING),
        ((9,), True, Course.OVER),
    ],
)
def test_courses(counts: tuple[float, ...], closed: bool, course: Course) -> None:
    assert weeks.course(weeks.shown(some_weeks(*counts), PERIOD.until), PERIOD.until, closed=closed) is course


@pytest.mark.parametrize(
    ("counts", "course"),
    [
        ((10, 20, 10), Course.RISING),
        ((20, 20, 10), Course.STEADY),
        ((20, 10, 1), Course.FALLING),
        ((20, 10, 12), Course.RISING),
        ((3,), Course.RISING),
    ],
)
def test_a_week_that_runs_can_only_tell_that_it_rises(counts: tuple[float, ...], course: Course) -> None:
    thursday = PERIOD.until - timedelta(days=3)
    assert weeks.course(weeks.shown(some_weeks(*counts), thursday), thursday, closed=False) is course


def test_an_order_is_drafted_to_the_unit_that_has_most_and_is_switched_on() -> None:
    both = a_surge(units={"chengguan": 14, "gongshui": 20, "gone": 50})
    [section] = content(both).surges
    assert section.order is not None and section.order.unit == "gongshui"
    [section] = content(both, on=frozenset({"chengguan"})).surges
    assert (
        section.order is not None
        and section.order.unit == "chengguan"
        and "2026-W37有14人反映，预期1.0人，上限4.0人" in section.order.matter
    )
    assert section.order.references == ("surge:s1", "message:LY000", "message:LY001", "message:LY002")
    [section] = content(both, on=frozenset()).surges
    assert section.order is None and section.campaign is None
    assert content(a_surge(units={"": 3})).surges[0].order is None


def test_a_summary_judges_nothing_by_too_few() -> None:
    assert "共收到群众留言40件。到期的按时办结率71.4%（35件）。群众满意率样本太少，不作判断（12件）。" in content().summary
    assert "共1处：东湖街道路灯（自2026-W37起，仍在上升）" in content().summary


def test_a_campaign_is_proposed_where_several_have_it_or_it_lasts() -> None:
    assert content().surges[0].campaign is None
    told = content(a_surge(units={"chengguan": 14, "gongshui": 20})).surges[0].campaign
    assert told is not None and (told.lead, told.units, told.name) == ("gongshui", ("gongshui", "chengguan"), "东湖街道路灯专项行动")
    assert drafting.campaign(a_surge(category="", words=(), units={"chengguan": 1, "gongshui": 1}), "话题", (), NAMES, NAMES) is None


def test_the_public_and_units_see_what_is_theirs() -> None:
    told = (a_message(1), a_message(2, unit="gongshui"))
    whole = content(a_surge(*told, units={"chengguan": 14, "gongshui": 20, "jiaoyu": 1}), on=frozenset({"chengguan"}))
    public = showing.in_public(whole, (), {"chengguan"})
    assert [each.unit for each in public.surges[0].units] == ["chengguan"] and public.surges[0].order is None
    assert not showing.in_public(whole, ("s1",), {"chengguan"}).surges
    assert public.surges[0].units[0].messages == 1, "what is displayed, as its rates count"
    own = showing.for_units(whole, (), {"chengguan"}, {"gongshui"})
    assert [each.unit for each in own.surges[0].units] == ["gongshui", "chengguan"] and own.surges[0].order is None
    assert not showing.for_units(whole, (), {"chengguan"}, {"jiaoyu"}).surges and showing.units_told(whole, ()) == ("chengguan",)
    assert showing.units_told(whole, ("s1",)) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("010202", "donghu"), ("010202", "donghu"), True),
        (("010202", "donghu"), ("010200", ""), True),
        (("010202", "donghu"), ("010202", "xishan"), False),
        (("010202", "donghu"), ("010203", "donghu"), False),
        (("", "donghu"), ("", "donghu"), False),
        (("100000", ""), ("010000", ""), False),
        (("101000", ""), ("100000", ""), True),
    ],
)
def test_the_same_matter(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert related.same_matter(*one, *other) is same is related.same_matter(*other, *one)


def test_what_follows_on_what() -> None:
    assert states.becomes(ReportState.DRAWN, ReportAct.EDIT) is ReportState.DRAWN
    assert states.becomes(ReportState.SENT_BACK, ReportAct.SUBMIT) is ReportState.SUBMITTED
    for state, act in (
        (ReportState.APPROVED, ReportAct.EDIT),
        (ReportState.DRAWN, ReportAct.APPROVE),
        (ReportState.SUBMITTED, ReportAct.REJECT),
    ):
        with pytest.raises(WrongState):
            states.becomes(state, act)
    assert states.open_to(ReportState.SUBMITTED, frozenset({states.Part.ANALYST})) == frozenset()
    assert ReportAct.ISSUE_ORDER in states.open_to(ReportState.APPROVED, frozenset({states.Part.SUPERVISOR}))


def test_words() -> None:
    assert said(" 路灯\r\n\r\n\r\n\r\n不亮 ", "title", most=20) == "路灯\n\n不亮"
    for text, refusal in (("……", WordsMissing), ("\u200b", WordsMissing), ("长" * 21, WordsTooLong)):
        with pytest.raises(refusal):
            said(text, "title", most=20)
