"""A class that was renamed, merged or split keeps its past, at every level and in every area."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules.successions import carried
from tongban.insight.terms import weeks
from tongban.responsibilities.terms import Succession
from tongban.snapshots.terms import Area, Cell

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
BEFORE, AFTER, LATER = weeks.week_of(MARCH) - 1, weeks.week_of(MARCH), weeks.week_of(JUNE)


def cell(code: str, level: int = 3, area: str = "donghuqu") -> Cell:
    return Cell(code, area, level, Area.DISTRICT)


def test_a_renamed_class_goes_on_and_the_old_one_is_no_more() -> None:
    told = carried({cell("010203"): {BEFORE: 4}, cell("010204"): {AFTER: 5}}, [Succession("010203", "010204", MARCH, 1.0)])
    assert told == {cell("010204"): {BEFORE: 4, AFTER: 5}}


def test_a_class_from_which_one_is_split_off_keeps_the_rest_of_its_past() -> None:
    told = carried({cell("010203"): {BEFORE: 10, AFTER: 4}}, [Succession("010203", "010204", MARCH, 0.6)])
    assert told == {cell("010203"): {BEFORE: pytest.approx(4), AFTER: 4}, cell("010204"): {BEFORE: pytest.approx(6)}}


def test_classes_are_merged_and_renamed_again_in_the_order_of_time() -> None:
    changes = [
        Succession("010204", "010205", JUNE, 1.0),
        Succession("010201", "010204", MARCH, 1.0),
        Succession("010202", "010204", MARCH, 1.0),
    ]
    counts = {cell("010201"): {BEFORE: 1}, cell("010202"): {BEFORE: 2, AFTER: 9}, cell("010204"): {AFTER: 4}}
    assert carried(counts, changes) == {cell("010202"): {BEFORE: 0, AFTER: 9}, cell("010205"): {BEFORE: 3, AFTER: 4}}


def test_the_classes_above_hand_on_what_went_to_another_branch_and_never_fall_below_nothing() -> None:
    counts = {cell("010203"): {BEFORE: 6}, cell("010200", 2): {BEFORE: 5}, cell("010000", 1): {BEFORE: 20}}
    told = carried(counts, [Succession("010203", "010301", MARCH, 1.0)])
    assert told == {cell("010301"): {BEFORE: 6}, cell("010300", 2): {BEFORE: 6}, cell("010000", 1): {BEFORE: 20}}


def test_each_area_keeps_its_own() -> None:
    told = carried(
        {cell("010203"): {BEFORE: 4}, cell("010203", area="nangangqu"): {BEFORE: 1}}, [Succession("010203", "010204", MARCH, 1.0)]
    )
    assert told == {cell("010204"): {BEFORE: 4}, cell("010204", area="nangangqu"): {BEFORE: 1}}


@given(
    st.dictionaries(st.integers(LATER - 60, LATER + 20), st.integers(0, 50), max_size=20),
    st.lists(st.floats(0.01, 0.3), min_size=1, max_size=3),
)
def test_nothing_is_lost_and_nothing_is_made(counts: dict[int, int], shares: list[float]) -> None:
    heirs = [Succession("010203", f"01021{place}", MARCH, share) for place, share in enumerate(shares)]
    told = carried({cell("010203"): counts}, heirs)
    assert sum(sum(each.values()) for each in told.values()) == pytest.approx(sum(counts.values()))
    assert all(count >= 0 for each in told.values() for count in each.values())
