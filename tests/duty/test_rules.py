"""Who is on turn at any hour of the year, and in which order a line is called."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duty.factories import ALWAYS, PEOPLE, TURNS
from tongban.duty import rules
from tongban.duty.terms import Contact, Person, Source, Substitute
from tongban.kernel.limits import Almanac
from tongban.kernel.working_days import calendar

ALMANAC = Almanac(calendar(), ZoneInfo("Asia/Shanghai"))
ROSTER = rules.roster_of({"unit": "jianwei", "people": PEOPLE, "turns": TURNS, "fallback": ["head"]})


def on(text: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(hour, minute), tzinfo=ZoneInfo("Asia/Shanghai"))


def rotating(**turn):
    known = {"who": ["day", "night", "head"], "days": "every", "from": "08:00", "until": "08:00", "rotates": "daily", "since": "2026-09-01"}
    return rules.roster_of({"unit": "jianwei", "people": PEOPLE, "turns": [known | turn], "fallback": []})


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (on("2026-09-07", 8, 29), "night"),  # Monday: Sunday's turn ends at half past eight
        (on("2026-09-07", 8, 30), "day"),
        (on("2026-09-07", 17, 29), "day"),
        (on("2026-09-07", 17, 30), "night"),
        (on("2026-09-08", 2), "night"),
        (on("2026-09-12", 12), "night"),  # Saturday
        (on("2026-09-20", 12), "day"),  # a Sunday that is worked
        (on("2026-10-01", 2), "night"),
        (on("2026-10-01", 12), "night"),  # the national holiday
        (on("2026-10-10", 12), "day"),  # a Saturday that is worked
    ],
)
def test_turns_follow_the_calendar_of_the_city(at, who) -> None:
    assert rules.on_turn(ROSTER, at, ALMANAC) == (who,)


@given(st.integers(0, 2 * 365 * 24 * 60 - 1))
def test_somebody_is_on_turn_at_every_minute_of_two_years(minute) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minute)
    assert rules.on_turn(ROSTER, at, ALMANAC)
    assert rules.on_turn(rules.roster_of({"unit": "x", "people": PEOPLE, "turns": [ALWAYS[0] | {"who": ["day"]}]}), at, ALMANAC) == ("day",)


def test_those_who_rotate_are_one_a_day_or_one_a_week() -> None:
    days = [rules.on_turn(rotating(), on("2026-09-01", 9) + timedelta(n), ALMANAC) for n in range(4)]
    assert days == [("day",), ("night",), ("head",), ("day",)]
    weeks = [rules.on_turn(rotating(rotates="weekly"), on("2026-09-01", 9) + timedelta(n), ALMANAC)[0] for n in (0, 6, 7, 14, 21)]
    assert weeks == ["day", "day", "night", "head", "day"]
    assert rules.on_turn(rotating(), on("2026-09-02", 3), ALMANAC) == ("day",), "yesterday's turn goes on until eight"
    assert rules.on_turn(rotating(), on("2026-08-31", 9), ALMANAC) == ("head",), "before the rotation's first day it runs back"


def test_a_line_is_substitutes_then_whoever_is_on_turn_then_the_fall_back() -> None:
    at = on("2026-09-07", 10)
    standing_in = Substitute(Person("演示·替班", "13800000009"), at, at + timedelta(hours=1))
    line = rules.line(ROSTER, [standing_in], at, ALMANAC)
    assert [(each.person.phone[-1], each.source) for each in line] == [("9", "substitute"), ("1", "on_turn"), ("3", "fallback")]
    later = rules.line(ROSTER, [standing_in], at + timedelta(hours=1), ALMANAC)
    assert [each.source for each in later] == [Source.ON_TURN, Source.FALLBACK], "a substitute stands in until the hour, not at it"


def test_nobody_stands_in_a_line_twice() -> None:
    at = on("2026-09-07", 10)
    line = rules.line(ROSTER, [Substitute(Person("演示·白班", "13800000001"), at, at + timedelta(1))], at, ALMANAC)
    assert [(each.person.phone[-1], each.source) for each in line] == [("1", "substitute"), ("3", "fallback")]


def test_the_next_in_line_is_the_first_who_was_not_called() -> None:
    line = rules.line(ROSTER, [], on("2026-09-07", 10), ALMANAC)
    assert rules.next_in_line(line, ["13800000001"]) == line[1]
    assert rules.next_in_line(line, ["13800000001", "13800000003"]) is None


def test_a_contact_is_kept_as_it_is() -> None:
    contact = Contact("jianwei", ROSTER.people["day"], Source.ON_TURN)
    assert rules.contact_of(rules.contact_data(contact)) == contact
    assert contact.person.phone not in repr(contact)
