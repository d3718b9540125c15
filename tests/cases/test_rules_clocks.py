"""Clocks: the State Council's calendar of 2026, halves, months, hours, pauses; and what a reading says."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.cases.rules.clocks import ACCEPTANCE, NEVER, Almanac, Entry, deadline, light, run, until
from tongban.cases.rules.reading import reading
from tongban.cases.terms import Clock, ImpossibleTick, Light, Tick
from tongban.catalog.terms import Limit, Unit
from tongban.kernel.working_days import calendar

ZONE = ZoneInfo("Asia/Shanghai")
ALMANAC = Almanac(calendar(), ZONE)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE)


def on(text: str, hour: int = 10) -> datetime:
    return moment(date.fromisoformat(text), hour)


def working(days: str | int) -> Limit:
    return Limit(Unit.WORKING_DAYS, Decimal(days))


def start(at: datetime, limit: Limit) -> Entry:
    return Entry(Tick.START, at, limit)


def due_day(entries: list[Entry]) -> date:
    ends = deadline(entries, ALMANAC).at
    assert ends is not None
    return ALMANAC.day(ends)


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
    ],
)
def test_working_days_follow_the_calendar_of_2026(begun, days, ends) -> None:
    due = until(working(days), on(begun), ALMANAC)
    assert due.at == datetime.combine(date.fromisoformat(ends), time(23, 59, 59), tzinfo=ZONE)
    assert not due.provisional


def test_the_day_of_the_event_is_not_counted_whatever_the_hour() -> None:
    assert until(working(1), on("2026-09-07", 0), ALMANAC).at == until(working(1), on("2026-09-07", 23), ALMANAC).at


def test_a_half_day_ends_at_noon() -> None:
    assert until(working("0.5"), on("2026-09-07"), ALMANAC).at == on("2026-09-08", 12)
    assert until(working("1.5"), on("2026-09-07"), ALMANAC).at == on("2026-09-09", 12)


def test_a_limit_that_reaches_beyond_the_last_table_is_provisional() -> None:
    assert until(working(45), on("2026-12-01"), ALMANAC).provisional


@pytest.mark.parametrize(
    ("limit", "begun", "ends"),
    [
        (Limit(Unit.CALENDAR_DAYS, Decimal(10)), on("2026-09-07"), "2026-09-17"),
        (Limit(Unit.CALENDAR_DAYS, Decimal(5)), on("2026-09-07"), "2026-09-14"),  # the 12th is a Saturday
        (Limit(Unit.CALENDAR_DAYS, Decimal(24)), on("2026-09-07"), "2026-10-08"),  # the 1st opens the national holiday
        (Limit(Unit.MONTHS, Decimal(1)), on("2026-01-31"), "2026-02-28"),  # no 31st; Saturday the 28th is a make-up day
        (Limit(Unit.MONTHS, Decimal(6)), on("2026-05-07"), "2026-11-09"),  # the 7th is a Saturday
        (Limit(Unit.MONTHS, Decimal(13)), on("2025-11-30"), "2026-12-30"),
        (Limit(Unit.ON_THE_SPOT), on("2026-09-07"), "2026-09-07"),
        (Limit(Unit.ON_THE_SPOT), on("2026-09-06"), "2026-09-07"),  # a Sunday
    ],
)
def test_other_units_end_on_a_working_day(limit, begun, ends) -> None:
    assert due_day([start(begun, limit)]) == date.fromisoformat(ends)


def test_hours_run_from_the_moment_and_never_end_on_a_day_off() -> None:
    day = Limit(Unit.HOURS, Decimal(24))
    assert until(day, on("2026-09-07"), ALMANAC).at == on("2026-09-08")
    friday = until(day, on("2026-09-11", 16), ALMANAC)
    assert friday.at == on("2026-09-14", 16)
    assert friday.rolled_from == date(2026, 9, 12)


def test_no_limit_never_ends() -> None:
    assert until(None, on("2026-09-07"), ALMANAC) == NEVER
    assert light(on("2026-09-07"), amber_at=None, due_at=None) is Light.GREEN


LIMITS = st.builds(lambda halves: working(str(Decimal(halves) / 2)), st.integers(1, 90))
BEGUN = st.dates(date(2015, 1, 1), date(2025, 6, 30)).map(moment)


@given(BEGUN, LIMITS, st.integers(0, 40), st.integers(0, 40))
def test_pausing_over_n_counted_days_moves_the_due_date_by_exactly_n(begun, limit, wait, pause) -> None:
    paused, resumed = begun + timedelta(wait), begun + timedelta(wait + pause)
    plain = due_day([start(begun, limit)])
    assume(plain > paused.date())
    moved = due_day([start(begun, limit), Entry(Tick.PAUSE, paused), Entry(Tick.RESUME, resumed)])
    days = calendar()
    assert days.between(plain, moved) == days.between(paused.date(), resumed.date())


@given(BEGUN, st.integers(1, 200), st.integers(0, 60), st.integers(0, 60))
def test_pausing_calendar_days_moves_the_end_by_as_many(begun, amount, wait, pause) -> None:
    limit = Limit(Unit.CALENDAR_DAYS, Decimal(amount))
    assume(wait < amount)
    entries = [start(begun, limit), Entry(Tick.PAUSE, begun + timedelta(wait)), Entry(Tick.RESUME, begun + timedelta(wait + pause))]
    assert due_day(entries) == calendar().next_working(begun.date() + timedelta(amount + pause))


@given(BEGUN, LIMITS, st.permutations([0, 1]), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_pauses_that_do_not_overlap_commute(begun, limit, order, first, between, second) -> None:
    one = (begun + timedelta(1), begun + timedelta(1 + first))
    two = (one[1] + timedelta(between), one[1] + timedelta(between + second))
    pairs = [(Entry(Tick.PAUSE, a), Entry(Tick.RESUME, b)) for a, b in (one, two)]
    shuffled = [entry for place in order for entry in pairs[place]]
    assert deadline([start(begun, limit), *shuffled], ALMANAC) == deadline([start(begun, limit), *pairs[0], *pairs[1]], ALMANAC)


@given(
    BEGUN,
    st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.HOURS, Unit.ON_THE_SPOT]),
    st.integers(1, 60),
)
def test_due_dates_never_fall_on_a_day_off(begun, unit, amount) -> None:
    due = until(Limit(unit, Decimal(amount)), begun, ALMANAC)
    assert due.at is not None
    assert calendar().is_working(ALMANAC.day(due.at))
    assert due.at >= begun or unit is Unit.ON_THE_SPOT
    assert due.amber_at is not None and begun <= due.amber_at <= due.at


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [Entry(Tick.PAUSE, on("2026-09-07"))],
        [Entry(Tick.START, on("2026-09-07"))],
        [Entry(Tick.PAUSE, on("2026-09-07")), start(on("2026-09-08"), working(5))],
        [start(on("2026-09-07"), working(5)), start(on("2026-09-08"), working(5))],
        [start(on("2026-09-07"), working(5)), Entry(Tick.RESUME, on("2026-09-08"))],
        [start(on("2026-09-07"), working(5)), Entry(Tick.STOP, on("2026-09-08")), Entry(Tick.PAUSE, on("2026-09-09"))],
        [start(on("2026-09-07"), working(5)), Entry(Tick.EXTEND, on("2026-09-08"))],
        [start(on("2026-09-07"), working(5)), Entry(Tick.EXTEND, on("2026-09-08"), Limit(Unit.HOURS, Decimal(5)))],
        [start(on("2026-09-07"), working(5)), *[Entry(Tick.EXTEND, on("2026-09-08"), working(5))] * 2],
    ],
)
def test_an_entry_that_cannot_stand_there_is_refused(entries) -> None:
    with pytest.raises(ImpossibleTick):
        run(entries)


def test_an_extension_adds_to_the_limit_even_while_paused() -> None:
    begun = start(on("2026-09-07"), working(10))
    more = Entry(Tick.EXTEND, on("2026-09-09"), working(5))
    assert deadline([begun, more], ALMANAC) == until(working(15), on("2026-09-07"), ALMANAC)
    paused = [begun, Entry(Tick.PAUSE, on("2026-09-08")), more]
    assert deadline(paused, ALMANAC) == NEVER
    assert due_day([*paused, Entry(Tick.RESUME, on("2026-09-10"))]) == calendar().add(date(2026, 9, 7), 17).on


def test_a_limit_that_ended_before_the_pause_stays_ended() -> None:
    late = [start(on("2026-09-07"), working(2)), Entry(Tick.PAUSE, on("2026-09-20"))]
    assert due_day(late) == date(2026, 9, 9)


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS])
def test_while_a_clock_stands_still_nobody_can_say_when_it_ends(unit) -> None:
    paused = [start(on("2026-09-07"), Limit(unit, Decimal(30))), Entry(Tick.PAUSE, on("2026-09-08"), reason="检测", basis="art. 45")]
    says = reading(Clock.STATUTORY, paused, ALMANAC, on("2026-09-30"))
    assert says.paused and says.due_on is None and says.light is Light.GREEN
    assert says.explained is not None and says.explained.not_counted[0].until is None


def test_hours_stand_still_too() -> None:
    entries = [
        start(on("2026-09-07", 8), Limit(Unit.HOURS, Decimal(10))),
        Entry(Tick.PAUSE, on("2026-09-07", 12)),
        Entry(Tick.RESUME, on("2026-09-08", 9)),
    ]
    assert deadline(entries, ALMANAC).at == on("2026-09-08", 15)
    assert reading(Clock.STEP, entries, ALMANAC, on("2026-09-08", 10)).used == Decimal("5.0")


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
    says = reading(Clock.PROMISED, [start(on("2026-09-07"), working(10))], ALMANAC, on(look.text, look.hour))
    assert (says.used, says.light) == (Decimal(look.used), look.light)
    assert (says.allowed, says.unit, says.due_on) == (Decimal(10), "working_days", date(2026, 9, 20))


def test_a_stopped_clock_says_what_it_said_when_it_stopped() -> None:
    entries = [start(on("2026-09-07"), working(10)), Entry(Tick.STOP, on("2026-09-09", 15))]
    says = reading(Clock.PROMISED, entries, ALMANAC, on("2026-12-01"))
    assert (says.used, says.light, says.stopped_at) == (Decimal(2), Light.GREEN, on("2026-09-09", 15))


def test_a_clock_that_stops_while_it_stands_still_has_a_reading() -> None:
    entries = [start(on("2026-09-07"), working(10)), Entry(Tick.PAUSE, on("2026-09-08")), Entry(Tick.STOP, on("2026-09-10"))]
    says = reading(Clock.STATUTORY, entries, ALMANAC, on("2026-12-01"))
    assert not says.paused and says.used == 1
    assert says.due_on == calendar().add(date(2026, 9, 7), 12).on


def test_a_reading_before_the_start_has_used_nothing() -> None:
    assert reading(Clock.STATUTORY, [start(on("2026-09-07"), working(10))], ALMANAC, on("2026-09-01")).used == 0


def test_a_due_date_explains_itself() -> None:
    entries = [
        start(on("2026-09-17"), Limit(Unit.WORKING_DAYS, Decimal(10), "城市承诺")),
        Entry(Tick.PAUSE, on("2026-09-18"), reason="检测", basis="行政许可法第四十五条"),
        Entry(Tick.RESUME, on("2026-09-22")),
    ]
    says = reading(Clock.STATUTORY, entries, ALMANAC, on("2026-10-09"))
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
    says = reading(Clock.STATUTORY, [start(on("2026-05-07"), Limit(Unit.MONTHS, Decimal(6)))], ALMANAC, on("2026-06-07"))
    assert (says.unit, says.allowed, says.used) == ("calendar_days", Decimal(184), Decimal(31))
    assert says.explained is not None and says.explained.rolled_from == date(2026, 11, 7)


def test_on_the_spot_is_soon_at_once_and_late_the_next_day() -> None:
    entries = [start(on("2026-09-07"), Limit(Unit.ON_THE_SPOT))]
    assert reading(Clock.STEP, entries, ALMANAC, on("2026-09-07", 11)).light is Light.AMBER
    says = reading(Clock.STEP, entries, ALMANAC, on("2026-09-08", 11))
    assert (says.light, says.used) == (Light.RED, Decimal(0))


def test_acceptance_takes_five_working_days() -> None:
    assert until(ACCEPTANCE, datetime(2026, 2, 10, 2, tzinfo=UTC), ALMANAC).at == datetime(2026, 2, 24, 15, 59, 59, tzinfo=UTC)
