"""Working days: the tables of 2007 to 2026 against the notices as others have read them, and counting on them."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.working_days import Calendar, NoTable, Year, calendar, holidays, tables

STRANGERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "cn_holidays"
CALENDAR = calendar()
known_days = st.dates(date(2007, 1, 1), date(2026, 12, 31))
halves = st.integers(1, 120).map(lambda n: Decimal(n) / 2)


@pytest.mark.parametrize(
    ("begun", "days", "ends"),
    [
        ("2026-02-10", 5, "2026-02-24"),
        ("2026-02-10", 10, "2026-03-02"),
        ("2026-02-10", 20, "2026-03-16"),
        ("2026-02-10", 30, "2026-03-30"),
        ("2026-04-29", 5, "2026-05-09"),
        ("2026-09-21", 8, "2026-10-09"),
        ("2026-09-21", 20, "2026-10-26"),
        ("2026-01-05", 45, "2026-03-13"),
        ("2026-01-05", 60, "2026-04-03"),
        ("2020-01-21", 5, "2020-02-05"),  # the Spring Festival that was prolonged because of the epidemic
        ("2015-09-02", 1, "2015-09-06"),  # the one holiday of 3 September, and the Sunday worked for it
    ],
)
def test_days_are_counted_on_the_state_councils_calendar(begun: str, days: int, ends: str) -> None:
    due = CALENDAR.add(date.fromisoformat(begun), days)
    assert (due.on, due.half, due.provisional) == (date.fromisoformat(ends), False, False)


@pytest.mark.parametrize("year", range(2007, 2027))
def test_a_table_says_what_a_stranger_read_in_the_notice(year: int) -> None:
    path = STRANGERS / f"{year}.json"
    if not path.exists():
        pytest.skip("the holiday tables read by others (NateScarlet/holiday-cn) are not on this machine")
    told = json.loads(path.read_text("utf-8"))["days"]
    table = tables.read(tables.FOLDER / f"{year}.yaml")
    assert table.year == year
    assert table.days_off == {date.fromisoformat(day["date"]) for day in told if day["isOffDay"]}
    assert table.make_up_days == {date.fromisoformat(day["date"]) for day in told if not day["isOffDay"]}


def test_there_is_a_table_for_every_year_since_2007() -> None:
    assert (CALENDAR.first_year, CALENDAR.last_year) == (2007, 2026)


@pytest.mark.parametrize("path", sorted(tables.FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_table_names_its_notice_and_contradicts_itself_nowhere(path: Path) -> None:
    table = tables.read(path)
    assert str(table.year) == path.stem
    assert "gov.cn" in path.read_text("utf-8")
    assert not table.days_off & table.make_up_days


def test_a_holiday_takes_days_that_would_be_worked_and_has_its_notices_name() -> None:
    assert all(day.weekday() < 5 and not CALENDAR.is_working(day) for day in holidays())
    assert [day.isoformat() for day, name in holidays().items() if name == "春节" and day.year == 2025] == [
        *(f"2025-01-{day}" for day in (28, 29, 30, 31)),
        *("2025-02-03", "2025-02-04"),
    ]
    assert holidays()[date(2023, 10, 2)] == "中秋节、国庆节" and date(2026, 2, 14) not in holidays()


@given(known_days, st.integers(1, 60))
def test_what_is_added_is_what_lies_between(day: date, n: int) -> None:
    assert CALENDAR.between(day, CALENDAR.add(day, n).on) == n


@given(known_days, st.integers(0, 120))
def test_what_lies_between_leads_to_the_last_working_day(day: date, length: int) -> None:
    until = day + timedelta(length)
    n = CALENDAR.between(day, until)
    if n:
        last = CALENDAR.add(day, n).on
        assert last <= until
        assert not any(CALENDAR.is_working(last + timedelta(each)) for each in range(1, (until - last).days + 1))


@given(known_days, halves)
def test_a_limit_never_ends_on_a_day_off(day: date, amount: Decimal) -> None:
    due = CALENDAR.add(day, amount)
    assert CALENDAR.is_working(due.on)
    assert due.on > day
    assert due.half == bool(amount % 1)


@given(known_days, halves)
def test_a_half_ends_on_the_day_on_which_it_would_be_whole(day: date, amount: Decimal) -> None:
    whole = CALENDAR.add(day, int(amount) + 1)
    assert CALENDAR.add(day, int(amount) + Decimal("0.5")).on == whole.on


@given(known_days, st.integers(1, 30), st.integers(1, 30))
def test_a_limit_may_be_counted_in_two_parts(day: date, first: int, second: int) -> None:
    assert CALENDAR.add(CALENDAR.add(day, first).on, second).on == CALENDAR.add(day, first + second).on


@given(known_days)
def test_the_next_working_day_is_worked_and_is_its_own_next(day: date) -> None:
    following = CALENDAR.next_working(day)
    assert following >= day
    assert CALENDAR.is_working(following)
    assert CALENDAR.next_working(following) == following
    assert (following == day) == CALENDAR.is_working(day)


@given(known_days, known_days, known_days)
def test_stretches_add_up(one: date, two: date, three: date) -> None:
    first, second, third = sorted((one, two, three))
    assert CALENDAR.between(first, third) == CALENDAR.between(first, second) + CALENDAR.between(second, third)
    assert CALENDAR.between(third, first) == 0


def test_no_days_end_on_the_day_itself_even_when_it_is_off() -> None:
    saturday = date(2026, 9, 12)
    assert CALENDAR.add(saturday, 0).on == saturday


@pytest.mark.parametrize("amount", [-1, Decimal("-0.5"), Decimal("0.25"), Decimal("1.1")])
def test_only_whole_and_half_days_can_be_counted(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="whole and half days"):
        CALENDAR.add(date(2026, 9, 7), amount)


def test_beyond_the_last_table_only_weekends_are_known_and_it_says_so() -> None:
    due = CALENDAR.add(date(2026, 12, 30), 5)
    assert due.provisional
    assert due.on == date(2027, 1, 6), "nobody knows yet when New Year will be"
    assert not CALENDAR.add(date(2026, 12, 1), 5).provisional
    assert CALENDAR.is_working(date(2027, 10, 1)) and CALENDAR.provisional(date(2027, 10, 1))


def test_a_day_of_the_next_year_that_a_notice_already_names_is_certain() -> None:
    early = Calendar([Year(2026, days_off=frozenset({date(2027, 1, 1)}), make_up_days=frozenset({date(2027, 1, 3)}))])
    assert not early.is_working(date(2027, 1, 1)) and early.is_working(date(2027, 1, 3))
    assert not early.provisional(date(2027, 1, 1)) and early.provisional(date(2027, 1, 4))


def test_of_two_notices_about_one_day_the_later_holds() -> None:
    """New Year 2007 moved two days of December 2006 that the notice for 2006 could not know."""
    day = date(2026, 12, 31)
    earlier = Year(2026, days_off=frozenset(), make_up_days=frozenset())
    later = Year(2027, days_off=frozenset({day}), make_up_days=frozenset())
    assert not Calendar([later, earlier]).is_working(day)


@pytest.mark.parametrize("day", [date(2006, 12, 31), date(1949, 10, 1), date(2031, 1, 1), date(2099, 1, 1)])
def test_where_no_table_reaches_nothing_is_counted(day: date) -> None:
    for count in (
        lambda: CALENDAR.is_working(day),
        lambda: CALENDAR.add(day, 1),
        lambda: CALENDAR.next_working(day),
        lambda: CALENDAR.between(day, date(2026, 9, 7)),
        lambda: CALENDAR.between(date(2026, 9, 7), day),
    ):
        with pytest.raises(NoTable):
            count()


def test_a_limit_that_ends_where_no_table_reaches_is_refused() -> None:
    with pytest.raises(NoTable, match="too far"):
        CALENDAR.add(date(2030, 12, 30), 500)
    assert CALENDAR.add(date(2030, 12, 30), 200).provisional


@pytest.mark.parametrize("years", [[], [2025, 2027], [2025, 2025]])
def test_tables_with_a_gap_are_refused(years: list[int]) -> None:
    with pytest.raises(ValueError, match="without a gap"):
        Calendar([Year(year, frozenset(), frozenset()) for year in years])


def test_the_tables_are_read_once() -> None:
    assert calendar() is calendar()
