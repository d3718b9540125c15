"""Trends: what may be said of a change, and what chance explains."""

import random
from datetime import date
from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import trends
from tongban.insight.terms import Comparison, Movement

QUIET = [40, 38, 44, 41, 39, 42, 37, 43, 40, 41]


def test_the_formula() -> None:
    found = trends.change(90, [50], phi=1.5)
    half = 1.959963984540054 * sqrt(1.5 * (1 / 90 + 1 / 50))
    assert found.ratio == pytest.approx(1.8) and found.weeks == 1
    assert (found.lower, found.upper) == (pytest.approx(exp(log(1.8) - half)), pytest.approx(exp(log(1.8) + half)))
    assert found.movement is Movement.UP


def test_the_mean_of_many_weeks_is_known_better_than_one_of_them() -> None:
    one, many = trends.change(60, [40], phi=1.0), trends.change(60, [40] * 52, phi=1.0)
    assert one.ratio == many.ratio == 1.5
    assert (one.movement, many.movement) == (Movement.UP, Movement.UP) and (many.lower or 0) > (one.lower or 0)
    assert trends.change(52, [40], phi=1.0).movement is Movement.STEADY


@pytest.mark.parametrize(
    ("count", "before", "said"),
    [(12, 6, Movement.TOO_FEW), (15, 4, Movement.TOO_FEW), (16, 4, Movement.UP), (4, 16, Movement.DOWN), (0, 30, Movement.DOWN)],
)
def test_below_the_minimum_nothing_is_said(count: int, before: int, said: Movement) -> None:
    assert trends.change(count, [before], phi=1.0).movement is said


def test_from_nothing_there_is_no_ratio_but_a_bound() -> None:
    found = trends.change(30, [0], phi=1.0)
    assert found.ratio is None and found.lower is not None and found.lower > 1 and found.movement is Movement.UP
    none = trends.change(0, [0], phi=1.0)
    assert (none.ratio, none.lower, none.movement) == (None, None, Movement.TOO_FEW)


def test_what_varies_from_week_to_week_has_to_change_more() -> None:
    calm = trends.trend("calm", [*QUIET, 65], last_year=None)
    wild = trends.trend("wild", [5, 90, 20, 70, 10, 60, 8, 80, 12, 41, 65], last_year=None)
    assert calm.dispersion == 1.0 and wild.dispersion > 20
    assert calm.last_week is not None and calm.last_week.movement is Movement.UP
    assert wild.last_week is not None and wild.last_week.movement is Movement.STEADY and wild.last_week.ratio == calm.last_week.ratio


def test_a_young_series_says_nothing_yet() -> None:
    found = trends.trend("young", [40, 40, 40, 400], last_year=None)
    assert found.last_week is not None and found.last_week.movement is Movement.TOO_FEW and found.last_year is None
    assert trends.trend("new", [400], last_year=None).last_week is None


def test_an_unknown_week_is_not_nothing() -> None:
    found = trends.trend("gap", [*QUIET, None, 41], last_year=44)
    assert found.last_week is None and found.mean is not None and found.mean.weeks == len(QUIET)
    assert found.last_year is not None and found.last_year.before == 44
    unknown = trends.trend("now", [*QUIET, None], last_year=44)
    assert unknown.n == 0 and (unknown.last_week, unknown.last_year, unknown.mean) == (None, None, None)


def test_movers_stand_by_the_bound_that_is_nearer_to_no_change() -> None:
    found = [trends.trend(key, [*QUIET, n], last_year=None) for key, n in (("a", 90), ("b", 400), ("c", 41), ("d", 10), ("e", 1))]
    up, down = trends.movers(found, Comparison.LAST_WEEK)
    assert [each.key for each in up] == ["b", "a"] and [each.key for each in down] == ["e", "d"]
    assert trends.movers(found, Comparison.LAST_YEAR) == ((), ())


def test_the_same_week_of_last_year() -> None:
    assert trends.same_week_last_year(date.fromisocalendar(2026, 48, 1)) == date.fromisocalendar(2025, 48, 1)
    assert trends.same_week_last_year(date.fromisocalendar(2026, 53, 1)) == date.fromisocalendar(2025, 52, 1)


@given(st.integers(0, 5000), st.integers(0, 5000), st.floats(1, 50))
def test_the_bounds_hold_the_ratio_and_turn_round_with_it(count: int, before: int, phi: float) -> None:
    there, back = trends.change(count, [before], phi=phi), trends.change(before, [count], phi=phi)
    if there.lower is None or there.upper is None or back.lower is None or back.upper is None:
        assert not count and not before
        return
    assert there.lower == pytest.approx(1 / back.upper) and there.upper == pytest.approx(1 / back.lower)
    if there.ratio and before:
        assert there.lower <= there.ratio * (1 + 1e-9) and there.ratio <= there.upper * (1 + 1e-9)
    mirrored = {Movement.UP: Movement.DOWN, Movement.DOWN: Movement.UP}
    assert back.movement is mirrored.get(there.movement, there.movement)


def test_chance_alone_is_called_a_change_about_once_in_twenty() -> None:
    """Of 2,000 quiet series of 40 a week."""
    told = random.Random(5)
    said = [trends.trend("x", [_poisson(told, 40.0) for _ in range(53)], last_year=_poisson(told, 40.0)) for _ in range(2000)]
    for to in Comparison:
        moved = sum(1 for each in said if (found := each.change(to)) is not None and found.movement in (Movement.UP, Movement.DOWN))
        assert 0.02 < moved / len(said) < 0.07, to


def _poisson(told: random.Random, mean: float) -> int:
    """Counted by waiting times."""
    count, waited = 0, told.expovariate(1.0)
    while waited < mean:
        count, waited = count + 1, waited + told.expovariate(1.0)
    return count
