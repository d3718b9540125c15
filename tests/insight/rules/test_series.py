"""Series of weeks: numbering, gaps, and what a history is tested by."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import series
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
