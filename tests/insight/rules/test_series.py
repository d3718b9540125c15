"""Series of weeks: numbering, counting, gaps, and classes that were split, merged or renamed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import series
from tongban.insight.rules.series import Filed, Succession
from tongban.insight.terms import Method

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-26", "2026-W48"),
        ("2026-12-31", "2026-W52"),
        ("2027-01-03", "2026-W52"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
    ],
)
def test_weeks_have_iso_names_and_53_joins_52(day: str, name: str) -> None:
    assert series.name(series.week_of(date.fromisoformat(day))) == name


@given(DAYS)
def test_every_day_lies_in_its_week_and_the_next_week_follows(day: date) -> None:
    week = series.week_of(day)
    first, last = series.days(week)
    assert first <= day <= last and first.weekday() == 0 and last.weekday() == 6
    assert series.week_of(last + timedelta(days=1)) == week + 1
    assert series.weeks_in(week) == ((last - first).days + 1) // 7 in (1, 2)


def test_a_joined_week_stands_for_two_only_when_both_are_over() -> None:
    week = series.week_of(date(2026, 12, 28))
    assert series.weeks_in(week) == 2 == series.weeks_in(week, date(2027, 1, 3))
    assert series.weeks_in(week, date(2026, 12, 27)) == 1 == series.weeks_in(week - 1)


def test_somebody_who_writes_forty_times_is_one_voice() -> None:
    filed = (
        [Filed("水", 1, "演示甲")] * 40
        + [Filed("水", 1, "演示乙"), Filed("水", 2, "演示甲"), Filed("电", 1, "演示甲")]
        + [Filed("水", 1, None)] * 3
    )
    told = series.counted(filed)
    assert told["水"].raw == {1: 44, 2: 1} and told["水"].voices == {1: 5, 2: 1}
    assert told["电"].voices == {1: 1}


def test_a_renamed_class_keeps_its_past() -> None:
    assert series.carried({"旧": {1: 3, 2: 4}, "新": {3: 5}}, [Succession("旧", "新", 3)]) == {"新": {1: 3, 2: 4, 3: 5}}


def test_a_split_class_hands_its_past_on_by_shares_and_may_go_on_itself() -> None:
    told = series.carried({"环境": {1: 10, 5: 2}}, [Succession("环境", "噪音", 4, 0.6), Succession("环境", "环境", 4, 0.3)])
    assert told == {"环境": {1: pytest.approx(3), 5: 2}, "噪音": {1: pytest.approx(6)}}


def test_classes_are_merged_and_renamed_again_in_the_order_of_time() -> None:
    changes = [Succession("丙", "丁", 9), Succession("甲", "丙", 5), Succession("乙", "丙", 5)]
    assert series.carried({"甲": {1: 1}, "乙": {1: 2, 7: 9}, "丙": {6: 4}}, changes) == {"乙": {7: 9}, "丁": {1: 3, 6: 4}}


def test_nobody_hands_on_more_than_there_was() -> None:
    with pytest.raises(ValueError, match="more than the whole"):
        series.carried({"旧": {1: 1}}, [Succession("旧", "新", 3, 0.7), Succession("旧", "另", 3, 0.7)])


def test_holes_are_zeros_and_what_is_unknown_is_none() -> None:
    told = series.filled("水", {2: 5}, range(1, 5), unknown={3})
    assert told.counts == (0, 5, None, 0) and told.first_week == 1 and told.after == 5


@pytest.mark.parametrize(
    ("weeks", "method"),
    [(9, Method.TOO_YOUNG), (10, Method.EARS), (159, Method.EARS), (160, Method.FARRINGTON), (600, Method.FARRINGTON)],
)
def test_the_length_of_the_history_chooses_the_method(weeks: int, method: Method) -> None:
    """Nine weeks before the tested one for EARS C2; three full years and half a window for Farrington."""
    assert series.method(series.filled("水", {}, range(weeks))) is method
