"""Weeks of a city's clocks: where they begin, the 53rd one, days on which the clocks change, and the hour at which one is closed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.supervision.rules import weeks
from tongban.supervision.terms import Closing, UnknownWeek

SHANGHAI, BERLIN, SANTIAGO = (ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Santiago"))
NINE = Closing(0, time(9))
MOMENTS = st.integers(630_000_000, 2_500_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.sampled_from([SHANGHAI, BERLIN, SANTIAGO])


def test_a_week_goes_from_midnight_on_monday_to_midnight_on_monday() -> None:
    found = weeks.week("2026-W48", SHANGHAI)
    assert (found.since, found.until) == (datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 29, 16, tzinfo=UTC))
    assert weeks.closing(found, NINE, SHANGHAI) == datetime(2026, 11, 30, 1, tzinfo=UTC)


def test_a_city_may_close_later_in_the_week() -> None:
    found = weeks.week("2026-W48", SHANGHAI)
    assert weeks.closing(found, Closing(2, time(17, 30)), SHANGHAI) == datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("key", ["", "2026", "2026-48", "2026-W00", "2026-W54", "2025-W53", "2027-W53", "0000-W01", "0001-W01", "9999-W52"])
def test_a_week_that_is_none(key: str) -> None:
    with pytest.raises(UnknownWeek):
        weeks.week(key, SHANGHAI)


def test_the_53rd_week_of_2026_is_followed_by_the_first() -> None:
    last = weeks.week("2026-W53", SHANGHAI)
    assert last.since == datetime(2026, 12, 27, 16, tzinfo=UTC)
    assert weeks.week_of(datetime(2027, 1, 3, tzinfo=UTC), SHANGHAI) == last
    keys = [each.key for each in weeks.between(weeks.week("2026-W52", SHANGHAI), weeks.week("2027-W02", SHANGHAI), SHANGHAI)]
    assert keys == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def test_a_week_in_which_the_clocks_change_has_an_hour_less_or_more() -> None:
    """In Berlin on 29 March and 25 October 2026."""
    spring, autumn = weeks.week("2026-W13", BERLIN), weeks.week("2026-W43", BERLIN)
    assert (spring.until - spring.since, autumn.until - autumn.since) == (timedelta(hours=167), timedelta(hours=169))


def test_an_hour_that_the_clocks_leave_out_comes_once_and_after_the_week() -> None:
    """In Santiago the clocks went from midnight to one on Sunday, 6 September 2026; in Berlin on 29 March from two to three."""
    found = weeks.week("2026-W12", BERLIN)
    at = weeks.closing(found, Closing(6, time(2, 30)), BERLIN)
    assert at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC) and at.astimezone(BERLIN).hour == 3
    assert weeks.closing(weeks.week("2026-W35", SANTIAGO), Closing(6, time.min), SANTIAGO) == datetime(2026, 9, 6, 4, tzinfo=UTC)


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_one_week(at: datetime, zone: ZoneInfo) -> None:
    found = weeks.week_of(at, zone)
    assert found.since <= at < found.until
    assert weeks.week(found.key, zone) == found
    before = weeks.before(found, zone)
    assert before.until == found.since and found.until <= weeks.closing(found, NINE, zone)
