"""Clocks: the State Council's calendar of 2026, halves, months, hours of two kinds, pauses, and shares of a limit."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kernel.limits.days import ALMANAC, ZONE, moment, on, start, working
from tongban.kernel.limits import NEVER, Entry, ImpossibleTick, Light, Limit, Tick, Unit, deadline, light, run, share, until
from tongban.kernel.working_days import calendar


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


def ends_whole(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(23, 59, 59), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("hours", "begun", "ends", "rolled_from"),
    [
        (24, on("2026-09-07"), on("2026-09-08"), None),
        (10, on("2026-09-11", 16), ends_whole("2026-09-14"), "2026-09-12"),  # ends on a Saturday: the whole of Monday
        (24, on("2026-09-11", 16), ends_whole("2026-09-14"), "2026-09-12"),
        (40, on("2026-09-11", 16), ends_whole("2026-09-14"), "2026-09-13"),
        (66, on("2026-09-11", 16), ends_whole("2026-09-14"), None),  # Monday at ten: no sooner than forty hours
        (72, on("2026-09-11", 16), ends_whole("2026-09-14"), None),
        (81, on("2026-09-11", 16), on("2026-09-15", 1), None),  # through the weekend, and beyond the day that stands for it
        (2, on("2026-09-13", 23), ends_whole("2026-09-14"), None),  # had an hour to run on the Sunday
        (2, on("2026-09-14", 8), on("2026-09-14"), None),  # began after it
        (3, on("2026-09-30", 22), ends_whole("2026-10-08"), "2026-10-01"),  # the national holiday
        (8, on("2026-09-19", 10), ends_whole("2026-09-20"), "2026-09-19"),  # to a Sunday that is worked
        (8, on("2026-09-20", 10), on("2026-09-20", 18), None),
    ],
)
def test_hours_run_from_the_moment_and_end_with_a_working_day_where_they_end_on_a_day_off(hours, begun, ends, rolled_from) -> None:
    due = until(Limit(Unit.HOURS, Decimal(hours)), begun, ALMANAC)
    assert (due.at, due.rolled_from) == (ends, rolled_from and date.fromisoformat(rolled_from))


def test_hours_that_stood_still_over_the_days_off_end_at_their_own_hour() -> None:
    entries = [start(on("2026-09-11", 16), Limit(Unit.HOURS, Decimal(10)))]
    entries += [Entry(Tick.PAUSE, on("2026-09-11", 18)), Entry(Tick.RESUME, on("2026-09-14", 8))]
    assert deadline(entries, ALMANAC).at == on("2026-09-14", 16)


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


MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2020, 6, 30), timezones=st.just(ZONE))  # noqa: DTZ001 (the zone is given)
LIMITED = st.builds(lambda unit, halves: (unit, Decimal(halves) / 2), st.sampled_from(list(Unit)), st.integers(1, 240))


def limit_of(unit: Unit, amount: Decimal) -> Limit:
    """A legal limit in its unit: halves of some, at most a year and a half of months."""
    whole = (min(amount, Decimal(18)) if unit is Unit.MONTHS else amount).to_integral_value(ROUND_CEILING)
    return Limit(unit, amount if unit in (Unit.WORKING_DAYS, Unit.HOURS, Unit.CLOCK_HOURS) else whole)


@st.composite
def lives(draw: st.DrawFn) -> tuple[datetime, list[Entry]]:
    """A beginning, and up to three pauses after it."""
    begun = moving = draw(MOMENTS)
    pauses: list[Entry] = []
    for runs, stands in draw(st.lists(st.tuples(st.integers(1, 6000), st.integers(1, 12_000)), max_size=3)):  # minutes
        pauses += [Entry(Tick.PAUSE, moving + timedelta(minutes=runs)), Entry(Tick.RESUME, moving + timedelta(minutes=runs + stands))]
        moving += timedelta(minutes=runs + stands)
    return begun, pauses


@given(MOMENTS, LIMITED)
def test_due_dates_never_fall_on_a_day_off_nor_before_the_start(begun, limited) -> None:
    limit = limit_of(*limited)
    due = until(limit, begun, ALMANAC)
    assert due.at is not None and due.amber_at is not None
    assert begun <= due.amber_at <= due.at
    assert limit.unit is Unit.CLOCK_HOURS or calendar().is_working(ALMANAC.day(due.at))


@given(lives(), LIMITED, st.integers(0, 240))
def test_a_longer_limit_never_ends_sooner(life, limited, more) -> None:
    begun, pauses = life
    unit, amount = limited
    ends = [deadline([start(begun, limit_of(unit, each)), *pauses], ALMANAC).at for each in (amount, amount + Decimal(more) / 2)]
    assert ends[0] is not None and ends[1] is not None
    assert begun <= ends[0] <= ends[1]


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


CLOCK_DAY = Limit(Unit.CLOCK_HOURS, Decimal(24))


def test_clock_hours_run_through_every_night_and_holiday() -> None:
    two = Limit(Unit.CLOCK_HOURS, Decimal(2), "城市留言板的时限")
    assert until(two, on("2026-10-01", 1), ALMANAC).at == on("2026-10-01", 3)
    saturday = until(CLOCK_DAY, on("2026-09-11", 16), ALMANAC)
    assert (saturday.at, saturday.rolled_from, saturday.provisional) == (on("2026-09-12", 16), None, False)
    far = until(CLOCK_DAY, on("2099-01-01"), ALMANAC)  # no calendar is asked
    assert far.at == on("2099-01-02") and not far.provisional


def test_clock_hours_stand_still_while_the_clock_does() -> None:
    entries = [start(on("2026-10-01", 1), CLOCK_DAY), Entry(Tick.PAUSE, on("2026-10-01", 2)), Entry(Tick.RESUME, on("2026-10-03", 2))]
    assert deadline(entries, ALMANAC).at == on("2026-10-04", 1)


@pytest.mark.parametrize(
    ("limit", "part", "reached"),
    [
        (working(10), "0.8", on("2026-09-17", 12)),
        (working(10), "1", datetime.combine(date(2026, 9, 20), time(23, 59, 59), tzinfo=ZONE)),
        (working(10), "1.2", datetime.combine(date(2026, 9, 22), time(23, 59, 59), tzinfo=ZONE)),
        (working(10), "2", datetime.combine(date(2026, 10, 10), time(23, 59, 59), tzinfo=ZONE)),
        (working(1), "1.2", on("2026-09-09", 12)),  # 1.2 days are told in halves: 1.5
        (
            Limit(Unit.CALENDAR_DAYS, Decimal(10)),
            "1.2",
            datetime.combine(date(2026, 9, 20), time(23, 59, 59), tzinfo=ZONE),
        ),  # the 19th is a Saturday
        (Limit(Unit.CLOCK_HOURS, Decimal(10)), "0.8", on("2026-09-07", 18)),
        (Limit(Unit.CLOCK_HOURS, Decimal(10)), "1.2", on("2026-09-07", 22)),
        (Limit(Unit.CLOCK_HOURS, Decimal(10)), "2", on("2026-09-08", 6)),
        (
            Limit(Unit.HOURS, Decimal(100)),
            "1.2",
            datetime.combine(date(2026, 9, 14), time(23, 59, 59), tzinfo=ZONE),
        ),  # 120 hours end on a Saturday
        (Limit(Unit.ON_THE_SPOT), "0.8", on("2026-09-07")),
    ],
)
def test_a_share_of_a_limit_is_used_up_at_a_moment(limit, part, reached) -> None:
    assert share([start(on("2026-09-07"), limit)], ALMANAC, Decimal(part)) == reached


def test_a_share_is_reached_before_a_pause_or_cannot_be_told() -> None:
    paused = [start(on("2026-09-07", 0), CLOCK_DAY), Entry(Tick.PAUSE, on("2026-09-07", 20))]
    assert share(paused, ALMANAC, Decimal("0.8")) is not None
    assert share(paused, ALMANAC, Decimal(1)) is None


@given(lives(), LIMITED, st.integers(1, 300), st.integers(0, 300))
def test_shares_follow_one_another_and_meet_the_deadline(life, limited, hundredths, more) -> None:
    begun, pauses = life
    entries = [start(begun, limit_of(*limited)), *pauses]
    first, second = (share(entries, ALMANAC, Decimal(each) / 100) for each in (hundredths, hundredths + more))
    assert first is not None and second is not None
    assert begun <= first <= second
    due = deadline(entries, ALMANAC)
    assert (share(entries, ALMANAC, Decimal("0.8")), share(entries, ALMANAC, Decimal(1))) == (due.amber_at, due.at)


@given(lives(), LIMITED)
def test_the_steps_of_an_escalation_come_one_after_the_other(life, limited) -> None:
    begun, pauses = life
    entries = [start(begun, limit_of(*limited)), *pauses]
    steps = [share(entries, ALMANAC, Decimal(each) / 100) for each in (80, 100, 120, 200)]
    assert None not in steps and steps == sorted(steps, key=lambda each: each or begun)
