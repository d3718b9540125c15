"""Weeks of holidays: which they are, that they are held against one another, and that nothing changes where none is told."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.insight.rules import detection, farrington, holidays, series
from tongban.insight.rules.holidays import Calendar
from tongban.insight.terms import Method, Series
from tongban.kernel import working_days

WEEKS = holidays.weeks(working_days.holidays())
SPRING = {series.name(week) for week, name in WEEKS.items() if name == "春节"}
WINDOW = farrington.window(5)


def test_every_spring_festival_since_2007_takes_one_week_between_4_and_8() -> None:
    assert sorted(SPRING) == [
        "2007-W08", "2008-W06", "2009-W05", "2010-W07", "2011-W05", "2012-W04", "2013-W07", "2014-W06", "2015-W08", "2016-W06",
        "2017-W05", "2018-W08", "2019-W06", "2020-W05", "2021-W07", "2022-W05", "2023-W04", "2024-W07", "2025-W05", "2026-W08",
    ]  # fmt: skip


def test_a_holiday_shared_by_two_is_the_longer_ones_and_short_ones_take_no_week() -> None:
    octobers = (series.week_of(date(year, 10, 3)) for year in range(2008, 2027))
    assert {WEEKS[week] for week in octobers if week in WEEKS} == {"国庆节"}
    assert WEEKS[series.week_of(date(2020, 10, 7))] == "国庆节" and series.week_of(date(2025, 6, 2)) not in WEEKS
    days = [date(2026, 3, 2) + timedelta(days=n) for n in range(3)]
    assert holidays.weeks(dict.fromkeys(days, "节")) == {series.week_of(days[0]): "节"}
    assert not holidays.weeks(dict.fromkeys(days[:2], "节"))


def made(seed: int, count: int, last: int, *, factor: float = 1 / 3, mean: float = 20.0, weeks: int = WINDOW) -> np.ndarray:
    """Counts that end with a week, in which a week of 春节 brings so many times as much as others."""
    random, first, phi = np.random.default_rng(seed), last - weeks + 1, 1.5
    means = np.array([mean * (factor if WEEKS.get(week) == "春节" else 1) for week in range(first, last + 1)])
    return random.negative_binomial(means / (phi - 1), 1 / phi, (count, weeks)).astype(float)


def alarms(rows: np.ndarray, last: int, *, told: bool) -> np.ndarray:
    """Whether each row alarms, with the calendar or without."""
    many = [Series(str(place), last - rows.shape[1] + 1, tuple(row)) for place, row in enumerate(rows)]
    found = detection.tested(many, holidays=WEEKS if told else None)
    return np.array([each.alarm for each in sorted(found, key=lambda each: int(each.key))])


SPRINGS = [week for week in WEEKS if series.name(week) in SPRING and series.name(week) >= "2013"]


def share_of_alarms(*, factor: float, told: bool, weeks: list[int], times: float = 1.0, count: int = 80) -> float:
    """Over many weeks and series; the tested week has so many times as much as it would have."""
    found = []
    for week in weeks:
        rows = made(week, count, week, factor=factor)
        rows[:, -1] = np.round(rows[:, -1] * times)
        found.append(alarms(rows, week, told=told).mean())
    return float(np.mean(found))


def test_a_surge_in_a_spring_festival_that_halts_all_else_is_seen_and_few_false_alarms_come_of_it() -> None:
    """Messages fall to a third in that week; three times as many as there should be are then no more than in any other week."""
    assert share_of_alarms(factor=1 / 3, told=False, weeks=SPRINGS, times=3) < 0.1
    assert share_of_alarms(factor=1 / 3, told=True, weeks=SPRINGS, times=3) > 0.5
    assert share_of_alarms(factor=1 / 3, told=True, weeks=SPRINGS) < 0.01


def test_what_a_spring_festival_brings_each_year_is_no_surge() -> None:
    """Fireworks: twice as many messages in that week, each year in another one."""
    assert share_of_alarms(factor=2, told=False, weeks=SPRINGS) > 0.5
    assert share_of_alarms(factor=2, told=True, weeks=SPRINGS) < 0.01


def test_usual_weeks_are_not_pulled_down_by_a_festival_that_lay_there_in_other_years() -> None:
    """Twenty a week are expected where there are twenty; fewer, and false alarms, where the festival counts as one of them."""
    told, without = [], []
    for week in (week + away for week in SPRINGS[::2] for away in (-2, 2)):
        rows = made(week, 100, week)
        names = Calendar(None, WEEKS).names(range(week - WINDOW + 1, week + 1))
        told.append(farrington.expect(rows, names=names).mean.mean())
        without.append(farrington.expect(rows).mean.mean())
    assert np.mean(told) == pytest.approx(20, abs=0.3) and np.mean(without) < 19
    usual = [week + away for week in SPRINGS[::2] for away in (-2, 2)]
    assert share_of_alarms(factor=1 / 3, told=True, weeks=usual) < 0.01


def test_after_a_festival_c2_is_held_against_usual_weeks() -> None:
    """A week of which little came in makes the baseline wide, and a surge up to nine weeks later is missed."""
    after = [week + away for week in SPRINGS[::3] for away in (4, 7)]
    found = {}
    for told in (False, True):
        seen = [
            alarms(np.hstack([rows[:, :-1], np.round(rows[:, -1:] * 2)]), week, told=told)
            for week in after
            for rows in [made(week, 100, week, factor=1 / 8, weeks=40)]
        ]
        found[told] = float(np.mean(seen))
    assert found[True] > found[False] + 0.1


def test_c2_of_a_history_that_is_too_short_to_pass_over_a_festival_takes_it_in() -> None:
    spring = SPRINGS[0]
    counts = (4.0, 3, 5, 4, 2, 6, 4, 1, 3, 20)
    few = Series("young", spring - 3, counts)
    [one], [other] = detection.tested([few]), detection.tested([few], holidays=WEEKS)
    assert one == other and one.method is Method.EARS
    more = Series("young", spring - 4, (5.0, *counts))
    [one], [other] = detection.tested([more]), detection.tested([more], holidays=WEEKS)
    assert one.expected != other.expected == pytest.approx(np.mean([5, 4, 3, 5, 2, 6, 4]))


def test_with_one_spring_festival_in_the_history_it_is_a_week_like_any_other() -> None:
    """Two years and a half: the model knows one festival before the tested one, and says what it says without a calendar."""
    week, short = SPRINGS[3], farrington.Settings(fewest_years=1)
    rows = made(4, 6, week, weeks=farrington.window(1))
    one = farrington.expect(rows, short)
    names = Calendar(None, WEEKS).names(range(week - rows.shape[1] + 1, week + 1))
    only_spring = tuple(name if name == "春节" else "" for name in names)
    other = farrington.expect(rows, short, names=only_spring)
    assert only_spring.count("春节") == 2 and only_spring[-1]
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("mean", "error", "dispersion", "bound"))


def test_festivals_with_next_to_nothing_in_them_or_unknown_are_no_level_of_their_own() -> None:
    """Five zeros would expect nothing, and one message would be an alarm."""
    week = SPRINGS[-1]
    rows = made(9, 4, week, mean=8)
    names = Calendar(None, WEEKS).names(range(week - WINDOW + 1, week + 1))
    same = np.flatnonzero([name == names[-1] for name in names[:-1]])
    assert len(same) == 5
    rows[0, same], rows[1, same], rows[1, same[0]], rows[2, same] = 0, 0, 4, np.nan
    told = farrington.expect(rows, names=names)
    plain = farrington.expect(rows, names=tuple("" if name == "春节" else name for name in names))
    assert np.array_equal(told.mean[:3], plain.mean[:3]) and np.array_equal(told.bound[:3], plain.bound[:3])
    assert told.mean[3] < plain.mean[3] / 2


def test_a_week_of_another_holiday_with_one_before_it_only_keeps_its_season() -> None:
    names = ("一",) + ("",) * 10 + ("二", "二", "")
    assert holidays.apart(names) == ("二",)
    plain, told = farrington._plan(5, farrington.PAPER), farrington._plan(5, farrington.PAPER, ("二",) * 2 + ("",) * (WINDOW - 2))
    assert told.own == plain.own == 9 and list(told.level[:2]) == [10, 10] and np.array_equal(told.level[2:], plain.level[2:])


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), week=st.sampled_from(SPRINGS), away=st.integers(-3, 3))
def test_without_a_calendar_nothing_changes_to_the_last_digit(seed: int, week: int, away: int) -> None:
    """Weeks of holidays that lie elsewhere, or none, leave every figure as it is."""
    rows = made(seed, 5, week + away)
    many = [Series(str(place), week + away - WINDOW + 1, tuple(row)) for place, row in enumerate(rows)]
    assert detection.tested(many) == detection.tested(many, holidays={1: "春节", 2: "春节"}) == detection.tested(many, holidays={})
    one, other = farrington.tested(rows), farrington.tested(rows, names=("",) * WINDOW)
    for left, right in zip(one, other, strict=True):
        assert all(np.array_equal(getattr(left, name), getattr(right, name), equal_nan=True) for name in left.__slots__)


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), week=st.sampled_from(SPRINGS), away=st.sampled_from([0, 0, 1, 30]))
def test_series_do_not_know_one_another_with_a_calendar_either(seed: int, week: int, away: int) -> None:
    rows = made(seed, 5, week + away)
    many = [Series(str(place), week + away - WINDOW + 1, tuple(row)) for place, row in enumerate(rows)]
    other = [replace(each, key=f"other {each.key}", first_week=each.first_week - 7) for each in many]
    together = {each.key: each for each in detection.tested([*many, *other], holidays=WEEKS)}
    for each in (*many, *other):
        [alone] = detection.tested([each], holidays=WEEKS)
        told = together[each.key]
        assert (told.count, told.bound, told.alarm) == (alone.count, alone.bound, alone.alarm)
        assert told.expected == pytest.approx(alone.expected, rel=1e-9)
