"""The geometry of the lanes: bars stay in their frame, never lie on each other, and keep the order of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.terms import Bar, Lane, Lanes
from tongban.channels.parts.lanes.layout import INSTANT, Layout, Span, lay_out
from tongban.channels.parts.lanes.picture import Picture, draw
from tongban.channels.parts.lanes.scale import OFF, Scale
from tongban.channels.parts.lanes.stages import stages
from tongban.channels.parts.lanes.texts import first_fitting, fitted, text_width, wrapped
from tongban.channels.parts.samples import pictures
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.working_days import calendar

CITY = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
WIDTH = 800.0
NEARLY = 1e-6


def works(day: date) -> bool:
    return calendar().is_working(day)


# --------------------------------------------------------------------------- scale


def test_a_working_day_is_one_wide_and_a_weekend_is_a_narrow_band() -> None:
    scale = Scale(NOW, NOW + timedelta(days=7), zone=CITY, works=works)  # Thursday to Thursday
    assert [round(day.width, 3) for day in scale.days] == [1, 1, OFF / 2, OFF / 2, 1, 1, 1, 1]
    assert scale.width == pytest.approx(6 + OFF)


def test_a_long_holiday_is_no_wider_than_a_weekend() -> None:
    eve = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
    scale = Scale(eve, eve + timedelta(days=9), zone=CITY, works=works)
    assert sum(day.width for day in scale.days if not day.works) == pytest.approx(OFF)


def test_office_hours_take_most_of_a_day() -> None:
    scale = Scale(NOW, NOW, zone=CITY, works=works)
    opens, closes = scale.at(NOW.replace(hour=0, minute=30)), scale.at(NOW.replace(hour=9, minute=30))
    assert closes - opens > 0.9


@given(st.lists(st.integers(0, 360 * 24 * 60), min_size=2, max_size=6))
def test_later_is_never_further_left(minutes: list[int]) -> None:
    known = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=each) for each in sorted(minutes)]
    scale = Scale(known[0], known[-1], zone=CITY, works=works)
    places = [scale.at(each) for each in known]
    assert places == sorted(places)
    assert 0 <= places[0] and places[-1] <= scale.width + NEARLY


def test_what_lies_outside_is_put_on_the_edge() -> None:
    scale = Scale(NOW, NOW, zone=CITY, works=works)
    assert scale.at(NOW - timedelta(days=3)) == 0
    assert scale.at(NOW + timedelta(days=3)) == scale.width


# --------------------------------------------------------------------------- layout


@st.composite
def _cases(draw) -> tuple[list[Span], int, float, float | None]:
    lanes = draw(st.integers(1, 5))
    length = draw(st.floats(1, 60))
    now = draw(st.one_of(st.none(), st.floats(0, length)))
    edge = st.one_of(st.floats(0, length), st.sampled_from([0.0, length / 3, length / 2, length, now or 0.0]))
    spans = []
    for _number in range(draw(st.integers(1, 14))):
        starts, ends = sorted((draw(edge), draw(edge)))
        split = now is not None and starts <= now < ends and draw(st.booleans())
        spans.append(Span(draw(st.integers(0, lanes - 1)), starts, ends, draw(st.floats(10, 124)), split))
    return spans, lanes, length, now


def _laid(case: tuple[list[Span], int, float, float | None]) -> Layout:
    spans, lanes, length, now = case
    return lay_out(spans, lanes=lanes, length=length, width=WIDTH, now=now)


@given(_cases())
def test_every_bar_is_inside_the_frame(case) -> None:
    laid = _laid(case)
    assert laid.width >= WIDTH - 1e-3
    for place in laid.places:
        assert -NEARLY <= place.left < place.right <= laid.width + NEARLY
        assert place.cut is None or place.left < place.cut <= place.right + NEARLY


@given(_cases())
def test_no_two_bars_of_a_lane_lie_on_each_other(case) -> None:
    laid = _laid(case)
    seen: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for place in laid.places:
        for left, right in seen.setdefault((place.lane, place.row), []):
            assert place.right <= left + NEARLY or right <= place.left + NEARLY
        seen[place.lane, place.row].append((place.left, place.right))
        assert place.row < laid.rows[place.lane]


@given(_cases())
def test_the_order_of_time_is_kept(case) -> None:
    """Who begins later stands no further left, and who begins after another has ended stands right of it."""
    laid = _laid(case)
    for span, place in zip(case[0], laid.places, strict=True):
        for other, there in zip(case[0], laid.places, strict=True):
            if span.starts < other.starts - 2 * len(case[0]) * INSTANT:
                assert place.left <= there.left + NEARLY
            if other.starts > span.ends > span.starts:
                assert place.right <= there.left + NEARLY


@given(_cases())
def test_every_bar_has_room_for_its_words(case) -> None:
    laid = _laid(case)
    for span, place in zip(case[0], laid.places, strict=True):
        assert (place.cut or place.right) - place.left >= span.least - 1e-3


@given(_cases())
def test_the_axis_never_turns_back(case) -> None:
    laid = _laid(case)
    drawn = [laid.at(case[2] * n / 40) for n in range(41)]
    assert drawn == sorted(drawn)


def test_bars_that_run_at_the_same_time_stand_under_each_other() -> None:
    laid = lay_out([Span(0, 0, 4, 20), Span(0, 2, 6, 20), Span(0, 4, 8, 20)], lanes=1, length=8, width=WIDTH, now=None)
    assert [place.row for place in laid.places] == [0, 1, 0]
    assert laid.rows == (2,)


def test_what_happened_at_one_moment_keeps_its_order_in_the_lane() -> None:
    laid = lay_out([Span(0, 1, 1, 40), Span(0, 1, 1, 40), Span(1, 1, 3, 40)], lanes=2, length=8, width=WIDTH, now=None)
    first, second, after = laid.places
    assert first.right <= second.left + NEARLY and second.right <= after.left + NEARLY
    assert laid.rows == (1, 1)


def test_too_many_bars_make_the_picture_wider_instead_of_unreadable() -> None:
    laid = lay_out([Span(0, n, n + 1, 100) for n in range(20)], lanes=1, length=20, width=WIDTH, now=None)
    assert laid.width == pytest.approx(2000)


# ---------------------------------------------------------------------------- texts


def test_chinese_is_wider_than_latin() -> None:
    assert text_width("审查", 14) == 28
    assert text_width("ab", 14) < 20


@given(st.text(alphabet="审查办结abcW il·1", max_size=30), st.floats(5, 300))
def test_a_text_is_cut_to_its_room(text: str, room: float) -> None:
    cut = fitted(text, 14, room)
    assert text_width(cut, 14) <= room + NEARLY
    assert cut in ("", text) or cut.endswith("…")


def test_the_first_way_that_fits_is_taken() -> None:
    assert first_fitting(["审查 正在办", "审查"], 14, 80) == "审查 正在办"
    assert first_fitting(["审查 正在办", "审查"], 14, 40) == "审查"
    assert first_fitting(["审查 正在办", "现场核查消防设施"], 14, 60) == "现场核…"


def test_a_name_is_broken_at_its_blanks() -> None:
    assert wrapped("Water Resources Bureau", 14, 120, 2) == ["Water Resources", "Bureau"]
    assert wrapped("市水利局", 14, 120, 2) == ["市水利局"]
    assert wrapped("市住房和城乡建设委员会", 14, 100, 2) == ["市住房和城乡建", "设委员会"]


# -------------------------------------------------------------------------- picture

SAMPLES = {
    "planned": pictures.planned,
    "running": pictures.running,
    "late": pictures.late,
    "ended": pictures.ended,
    "long names": pictures.long_names,
    "within a minute": pictures.within_a_minute,
}


def _drawn(lanes: Lanes) -> Picture:
    picture = draw(lanes, zone=CITY, works=works)
    assert picture is not None
    return picture


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_label_fits_its_bar(name: str, language: str) -> None:
    with override(language):
        picture = _drawn(SAMPLES[name](NOW))
    for bar in picture.bars:
        assert bar.label, bar.title
        room = float(bar.x) + float(bar.width) - float(bar.label_x)
        assert text_width(bar.label, 14) <= room + 1, bar.label
        if bar.rest is not None and bar.rest.label:
            assert text_width(bar.rest.label, 13) <= float(bar.rest.x) + float(bar.rest.width) - float(bar.rest.label_x)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_words_across_the_lanes_never_meet(name: str, language: str) -> None:
    with override(language):
        picture = _drawn(SAMPLES[name](NOW))
    days = [(float(tick.x), float(tick.x) + text_width(tick.words, 13)) for tick in picture.ticks]
    assert all(left[1] < right[0] for left, right in zip(days, days[1:], strict=False))
    promise, now = picture.marks.promise, picture.marks.now
    if promise and now and promise.words_y == now.words_y:
        spans = sorted((float(mark.words_x), float(mark.words_x) + text_width(mark.words, 13)) for mark in (promise, now))
        assert spans[0][1] < spans[1][0]


def test_a_late_step_says_so() -> None:
    late = next(bar for bar in _drawn(pictures.late(NOW)).bars if bar.state == "late")
    assert "逾期" in late.label


def test_a_late_step_says_so_even_where_its_name_is_long() -> None:
    lanes = pictures.late(NOW)
    water = lanes.lanes[1].bars[0]
    long = Bar(water.key, pictures.SITE, NOW - timedelta(minutes=2), NOW, NOW - timedelta(minutes=1), "late", water.limit)
    picture = _drawn(Lanes((Lane("shuiliju", pictures.SHUILI, (long,)),), long.starts, NOW, None, NOW + timedelta(days=60), False, False))
    assert picture.bars[0].label.endswith("逾期")


def _serial(count: int, name: Bilingual) -> Lanes:
    """So many steps of a minute each, one after the other."""
    bars = tuple(Bar(str(n), name, NOW + timedelta(minutes=n), NOW + timedelta(minutes=n + 1), None, "done") for n in range(count))
    return Lanes((Lane("a", Bilingual("甲局"), bars),), NOW, NOW, None, NOW + timedelta(days=9), False, True)


def test_long_names_are_cut_only_where_there_is_no_room() -> None:
    assert [bar.label for bar in _drawn(_serial(3, Bilingual("公路专业现场审查"))).bars] == ["公路专业现场审查 已完成"] * 3
    assert all(bar.label.endswith("…") for bar in _drawn(_serial(8, pictures.SITE)).bars)
    assert not _drawn(_serial(8, pictures.SITE)).wide


def test_a_picture_with_many_steps_is_scrolled() -> None:
    assert _drawn(_serial(30, pictures.REVIEW)).wide


def test_an_evening_that_has_ended_fills_its_picture() -> None:
    """It begins with the first step and ends with the last; the day stands where they do."""
    late = NOW.replace(hour=11, minute=30)  # half past seven in the city
    bars = tuple(
        Bar(str(n), Bilingual("办理"), late + timedelta(minutes=n), late + timedelta(minutes=n + 1), None, "done") for n in range(3)
    )
    picture = _drawn(Lanes((Lane("a", Bilingual("甲局"), bars),), late, late, None, late + timedelta(minutes=3), False, True))
    assert float(picture.bars[0].x) == pytest.approx(float(picture.left), abs=2)
    assert float(picture.bars[-1].x) + float(picture.bars[-1].width) == pytest.approx(float(picture.right), abs=2)
    assert max(float(bar.width) for bar in picture.bars) < 1.1 * min(float(bar.width) for bar in picture.bars)
    assert [float(tick.x) for tick in picture.ticks] == [float(picture.left) + 2]


@pytest.mark.parametrize("name", SAMPLES)
def test_in_a_column_of_text_it_is_narrow(name: str) -> None:
    whole, narrow = (draw(SAMPLES[name](NOW), zone=CITY, works=works, narrow=each) for each in (False, True))
    assert whole is not None and narrow is not None
    assert float(narrow.width) < float(whole.width)
    assert [bar.title for bar in narrow.bars] == [bar.title for bar in whole.bars]
    assert all(bar.label for bar in narrow.bars)


def test_an_ended_case_has_no_now() -> None:
    assert _drawn(pictures.ended(NOW)).marks.now is None


def test_now_and_the_promise_at_one_place_stand_on_two_lines() -> None:
    lanes = pictures.running(NOW)
    marks = _drawn(Lanes(lanes.lanes, lanes.begins, NOW, NOW + timedelta(minutes=5), lanes.ends, False, False)).marks
    assert marks.promise and marks.now and marks.promise.words_y != marks.now.words_y


def test_what_was_skipped_is_not_drawn() -> None:
    bar = Bar("x", Bilingual("审查"), NOW, NOW, None, "skipped")
    lanes = Lanes((Lane("a", Bilingual("甲局"), (bar,)),), NOW, NOW, None, NOW, False, True)
    assert draw(lanes, zone=CITY, works=works) is None
    assert stages(lanes) == ()


def test_the_list_puts_beside_each_other_what_ran_at_the_same_time() -> None:
    told = [[str(item.department) for item in stage.items] for stage in stages(pictures.running(NOW))]
    assert told == [["市住房和城乡建设委员会"], ["市住房和城乡建设委员会"], ["市水利局", "市公路局"], ["市住房和城乡建设委员会"]]
    assert [stage.state for stage in stages(pictures.running(NOW))] == ["done", "done", "running", "waiting"]
    assert [stage.state for stage in stages(pictures.late(NOW))] == ["done", "done", "late", "waiting"]
