"""What a clock says to people: how much is used, when it ends, and why then."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from tests.kernel.limits.days import ALMANAC, on, start, working
from tongban.kernel.limits import Entry, Light, Limit, Tick, Unit, deadline, reading
from tongban.kernel.working_days import calendar


@dataclass
class At:
    text: str
    hour: int
    used: str
    light: Light


@pytest.mark.parametrize(
    "look",
    [
        At("2026-09-07", 11, "0", Light.GREEN),
        At("2026-09-08", 9, "0.5", Light.GREEN),
        At("2026-09-08", 15, "1", Light.GREEN),
        At("2026-09-17", 9, "7.5", Light.GREEN),
        At("2026-09-17", 12, "8", Light.AMBER),
        At("2026-09-20", 12, "10", Light.AMBER),  # a make-up Sunday
        At("2026-09-21", 1, "10.5", Light.RED),
    ],
)
def test_a_clock_is_amber_from_eighty_per_cent_and_red_when_it_is_over(look) -> None:
    says = reading("promised", [start(on("2026-09-07"), working(10))], ALMANAC, on(look.text, look.hour))
    assert (says.used, says.light) == (Decimal(look.used), look.light)
    assert (says.allowed, says.unit, says.due_on) == (Decimal(10), "working_days", date(2026, 9, 20))


def test_a_stopped_clock_says_what_it_said_when_it_stopped() -> None:
    entries = [start(on("2026-09-07"), working(10)), Entry(Tick.STOP, on("2026-09-09", 15))]
    says = reading("promised", entries, ALMANAC, on("2026-12-01"))
    assert (says.used, says.light, says.stopped_at) == (Decimal(2), Light.GREEN, on("2026-09-09", 15))


def test_a_clock_that_stops_while_it_stands_still_has_a_reading() -> None:
    entries = [start(on("2026-09-07"), working(10)), Entry(Tick.PAUSE, on("2026-09-08")), Entry(Tick.STOP, on("2026-09-10"))]
    says = reading("statutory", entries, ALMANAC, on("2026-12-01"))
    assert not says.paused and says.used == 1
    assert says.due_on == calendar().add(date(2026, 9, 7), 12).on


def test_a_reading_before_the_start_has_used_nothing() -> None:
    assert reading("statutory", [start(on("2026-09-07"), working(10))], ALMANAC, on("2026-09-01")).used == 0


def test_a_due_date_explains_itself() -> None:
    entries = [
        start(on("2026-09-17"), Limit(Unit.WORKING_DAYS, Decimal(10), "城市承诺")),
        Entry(Tick.PAUSE, on("2026-09-18"), reason="检测", basis="行政许可法第四十五条"),
        Entry(Tick.RESUME, on("2026-09-22")),
    ]
    says = reading("statutory", entries, ALMANAC, on("2026-10-09"))
    why = says.explained
    assert why is not None
    assert why.counted_from == date(2026, 9, 18)
    assert why.make_up_days == (date(2026, 9, 20), date(2026, 10, 10))
    assert why.days_off == (date(2026, 9, 25), *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)))
    (pause,) = why.not_counted
    assert (pause.since, pause.until, pause.days, pause.reason) == (date(2026, 9, 18), date(2026, 9, 22), Decimal(3), "检测")
    assert why.basis == "城市承诺"
    assert says.due_on == calendar().add(date(2026, 9, 17), 13).on


def test_months_are_told_in_days_and_a_rolled_end_is_named() -> None:
    says = reading("statutory", [start(on("2026-05-07"), Limit(Unit.MONTHS, Decimal(6)))], ALMANAC, on("2026-06-07"))
    assert (says.unit, says.allowed, says.used) == ("calendar_days", Decimal(184), Decimal(31))
    assert says.explained is not None and says.explained.rolled_from == date(2026, 11, 7)


def test_on_the_spot_is_soon_at_once_and_late_the_next_day() -> None:
    entries = [start(on("2026-09-07"), Limit(Unit.ON_THE_SPOT))]
    assert reading("step", entries, ALMANAC, on("2026-09-07", 11)).light is Light.AMBER
    says = reading("step", entries, ALMANAC, on("2026-09-08", 11))
    assert (says.light, says.used) == (Light.RED, Decimal(0))


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS])
def test_while_a_clock_stands_still_nobody_can_say_when_it_ends(unit) -> None:
    paused = [start(on("2026-09-07"), Limit(unit, Decimal(30))), Entry(Tick.PAUSE, on("2026-09-08"), reason="检测", basis="art. 45")]
    says = reading("statutory", paused, ALMANAC, on("2026-09-30"))
    assert says.paused and says.due_on is None and says.light is Light.GREEN
    assert says.explained is not None and says.explained.not_counted[0].until is None


def test_hours_stand_still_too() -> None:
    entries = [
        start(on("2026-09-07", 8), Limit(Unit.HOURS, Decimal(10))),
        Entry(Tick.PAUSE, on("2026-09-07", 12)),
        Entry(Tick.RESUME, on("2026-09-08", 9)),
    ]
    assert deadline(entries, ALMANAC).at == on("2026-09-08", 15)
    assert reading("step", entries, ALMANAC, on("2026-09-08", 10)).used == Decimal("5.0")
