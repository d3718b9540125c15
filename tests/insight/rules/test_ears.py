"""EARS C1, C2, C3."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import ears
from tongban.insight.rules.ears import Settings

VECTOR = [3.0, 5, 4, 6, 2, 4, 4]
PUBLISHED = Settings(alpha=0.001, alpha_c3=0.025, floor=0)


def test_c1_of_the_field_page() -> None:
    judged = ears.c1(np.array([[*VECTOR, 8.0], [*VECTOR, 7.0]]), PUBLISHED)
    assert judged.mean[0] == 4 and judged.deviation[0] == pytest.approx(1.2910, abs=5e-5)
    assert judged.bound[0] == pytest.approx(7.9895, abs=5e-5)
    assert list(judged.alarm) == [True, False]


def test_c2_leaves_two_weeks_between_so_a_rise_does_not_spoil_its_baseline() -> None:
    judged = ears.c2(np.array([[*VECTOR, 20.0, 30.0, 8.0]]), PUBLISHED)
    assert judged.bound[0] == pytest.approx(7.9895, abs=5e-5) and judged.alarm[0]
    assert not ears.c1(np.array([[*VECTOR, 20.0, 30.0, 8.0]]), PUBLISHED).alarm[0]


def test_c3_adds_what_three_weeks_have_above_one() -> None:
    """Each of the three is a C2 of its own baseline; none of them alarms alone."""
    row = np.array([4.0, 2, 6, 3, 5, 4, 4, 3, 5, 6, 6, 6])
    ours = [ears.c2(row[None, end - 10 : end], PUBLISHED) for end in (10, 11, 12)]
    parts = [max(0.0, (row[end - 1] - each.mean[0]) / each.deviation[0] - 1) for end, each in zip((10, 11, 12), ours, strict=True)]
    judged = ears.c3(row[None], PUBLISHED)
    assert judged.score[0] == pytest.approx(sum(parts) / 1.959964, rel=1e-6)
    assert not any(each.alarm[0] for each in ours) and not judged.alarm[0]
    row[-3:] = 7
    assert ears.c3(row[None], PUBLISHED).alarm[0] and not ears.c2(row[None, -10:], PUBLISHED).alarm[0]


def test_one_message_after_seven_empty_weeks_is_no_alarm() -> None:
    row = np.array([[0.0] * 9 + [1]])
    assert ears.c2(row, Settings(least_deviation=0, floor=0)).alarm[0]
    assert not ears.c2(row, Settings(least_deviation=0.5, floor=0)).alarm[0]
    assert not ears.c2(np.array([[0.0] * 9 + [4]])).alarm[0] and ears.c2(np.array([[0.0] * 9 + [5]])).alarm[0]


def test_too_few_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        ears.c2(np.zeros((1, 9)))


@given(st.lists(st.integers(0, 100), min_size=12, max_size=12))
def test_the_bound_is_where_the_alarm_begins(counts: list[int]) -> None:
    for method in (ears.c1, ears.c2, ears.c3):
        judged = method(np.array([counts], dtype=float), PUBLISHED)
        assert judged.bound[0] > judged.mean[0] >= 0
        assert (judged.score[0] > 1) == (counts[-1] > judged.bound[0]) or method is ears.c3
        higher = method(np.array([[*counts[:-1], counts[-1] + 1]], dtype=float), PUBLISHED)
        assert higher.score[0] >= judged.score[0] and higher.p[0] <= judged.p[0]
