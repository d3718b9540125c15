"""Many series at once: each by what its history allows, and false alarms held down across all."""

from datetime import date

import numpy as np
import pytest

from tongban.insight.rules import detection, series
from tongban.insight.terms import Method, Series

START = series.week_of(date(2020, 1, 6))
BUSY = 300  # weeks: five years and more


def noise(key: str, weeks: int, mean: float = 10, seed: int = 1) -> Series:
    return Series(key, START, tuple(float(each) for each in np.random.default_rng(seed).poisson(mean, weeks)))


def ends(each: Series, count: float | None) -> Series:
    return Series(each.key, each.first_week, (*each.counts[:-1], count))


def test_the_history_chooses_and_the_highest_score_comes_first() -> None:
    many = [noise("old", BUSY), ends(noise("young", 60), 60), noise("new", 9), ends(noise("rising", 200, seed=2), 50)]
    told = detection.tested(many)
    assert [(each.key, each.method, each.years) for each in told] == [
        ("young", Method.EARS, 1),
        ("rising", Method.FARRINGTON, 3),
        ("old", Method.FARRINGTON, 5),
    ]
    assert [each.alarm for each in told] == [True, True, False] == [each.found for each in told]
    assert all(each.score == pytest.approx((each.count - each.expected) / (each.bound - each.expected)) for each in told)
    assert {each.week for each in told if each.key == "old"} == {START + BUSY - 1}


def test_an_unknown_last_week_is_not_tested_and_nothing_gives_nothing() -> None:
    assert detection.tested([ends(noise("old", BUSY), None)]) == () == detection.tested([])


def test_unknown_weeks_of_a_young_series_are_passed_over() -> None:
    known = ends(noise("young", 40), 60)
    holes = Series("young", START, (*known.counts[:-5], None, None, *known.counts[-5:]))
    [one], [other] = detection.tested([known]), detection.tested([holes])
    assert (one.expected, one.bound, one.score) == (other.expected, other.bound, other.score)
    few = Series("young", START, (*[None] * 30, *known.counts[-9:]))
    assert detection.tested([few]) == ()


def test_week_53_is_expected_to_bring_what_a_week_brings() -> None:
    """2026 has 53 weeks: the last slot counts both, and neither method takes that for a surge."""
    week = series.week_of(date(2026, 12, 31))
    for weeks in (290, 60):
        first = week - weeks + 1
        counts = tuple(10.0 * series.weeks_in(each) for each in range(first, week + 1))
        [told] = detection.tested([Series("steady", first, counts)])
        assert told.count == 20 and told.expected == pytest.approx(20) and not told.alarm
        [half] = detection.tested([Series("steady", first, (*counts[:-1], 10.0))], until=date(2026, 12, 27))
        assert half.expected == pytest.approx(10)


def test_among_many_series_weak_alarms_do_not_stand() -> None:
    """Twelve hundred series without a surge and one with: some of them alarm by chance, and only the surge stands."""
    many = [noise(f"quiet {seed}", 270, seed=seed) for seed in range(1200)] + [ends(noise("surge", 270, seed=999), 45)]
    told = detection.tested(many)
    assert 1 <= sum(each.alarm for each in told if each.key != "surge") <= 12
    assert [each.key for each in told if each.found] == ["surge"]


def test_series_below_the_floor_are_not_tested() -> None:
    quiet = Series("quiet", START, (0.0,) * (BUSY - 1) + (4.0,))
    [told] = detection.tested([quiet])
    assert not told.tested and not told.alarm and not told.found
