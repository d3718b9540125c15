"""Figures that are counted only where something has happened: always what a plain count of all messages gives."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.board import town as small
from tests.board.play import DUTY, Play, clerk
from tests.board.test_importing import foreign
from tests.board.test_lives import UNITS, Watch, beginnings, live_on, names_in
from tests.board.town import MORNING, a_person
from tongban.board import actions, queries
from tongban.board.models import Figure, FigureCount, FigureSum, Message
from tongban.board.queries import Level
from tongban.board.queries.figures import SUMS
from tongban.board.terms import Denied, FigureLine, MessageState, Satisfaction
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.histogram import CLASSES, EDGES, median
from tongban.responsibilities import queries as responsibilities_queries

pytestmark = pytest.mark.usefixtures("town")
EVER = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def plainly(at: datetime) -> dict[tuple[Any, ...], list[int]]:
    """All messages, one after the other."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in Message.objects.all():
        there = clock.city_time(row.received_at)
        key = (there.date(), there.hour, row.unit, row.category, row.district, row.channel, row.source)
        found[key] = added(found.get(key), worth(row, at))
    return found


def worth(row: Message, at: datetime) -> list[int]:
    """What a message counts for, in the order of SUMS, as the definitions say it."""
    refused = row.end == "refused" and row.closed_at is not None and row.closed_at <= row.accept_due_at
    open_ = row.first_answered_at is None and row.state != "closed"
    counts = (
        True,
        row.source == "" and ((row.accepted_at is not None and row.accepted_at <= row.accept_due_at) or refused),
        row.first_answered_at is not None,
        row.on_time is True,
        open_ and row.due_at < at,
        row.satisfaction is not None,
        (row.satisfaction or 0) >= 3,
        row.solved is True,
        row.source != "",
        row.source == "" and row.state == "received" and row.accept_due_at >= at,
    )
    return [int(each) for each in counts]


def added(known: list[int] | None, more: list[int]) -> list[int]:
    return [one + other for one, other in zip(known or [0] * len(more), more, strict=True)]


def key_of(row: Message, level: Level) -> str:
    there = clock.city_time(row.received_at)
    if level in (Level.DAY, Level.HOUR):
        return there.date().isoformat() if level is Level.DAY else str(there.hour)
    return "" if level is Level.WHOLE else getattr(row, level.value)


def published(level: Level, *, since: date, until: date, at: datetime, **only: str) -> dict[str, tuple[list[int], float | None]]:
    """A level of figures from the messages themselves."""
    sums: dict[str, list[int]] = {}
    for row in Message.objects.all():
        told = clock.city_date(row.received_at)
        if since <= told <= until and all(getattr(row, name).startswith(value) for name, value in only.items()):
            took = row.first_answered_at and (row.first_answered_at - row.received_at) / timedelta(hours=1)
            place = None if took is None else bisect_right(EDGES, took)
            key = key_of(row, level)
            sums[key] = added(sums.get(key), [*worth(row, at), *(int(place == each) for each in range(CLASSES))])
    return {key: (each[:-CLASSES], median(each[-CLASSES:])) for key, each in sums.items()}


def read(lines: tuple[FigureLine, ...]) -> dict[str, tuple[list[int], float | None]]:
    return {each.key: ([getattr(each, name) for name in SUMS], each.median_hours) for each in lines}


def counted() -> dict[tuple[Any, ...], list[int]]:
    keys = ("received_on", "hour", "unit", "category", "district", "channel", "source")
    sums = ("received", "accepted_in_time", "answered", "on_time", "overdue_open", "rated", "satisfied", "solved", "imported", "waiting")
    return {row[: len(keys)]: list(row[len(keys) :]) for row in Figure.objects.values_list(*keys, *sums)}


def count(at: datetime) -> int:
    return actions.count_changed(by=SYSTEM, at=at)


class TestCounting:
    def test_after_everything_that_happens(self) -> None:
        play, other = Play.posted(), Play.taken(at=MORNING - timedelta(days=3))
        acts = [
            lambda: play.take(),
            lambda: play.later(hours=5).answer(),
            lambda: play.rate(Satisfaction.FAIR),
            lambda: other.later(days=9).answer(),
            lambda: actions.import_messages(
                source="hotline", messages=[foreign(1, sent_at=MORNING - timedelta(days=40))], by=SYSTEM, at=MORNING
            ),
        ]
        at = MORNING + timedelta(days=30)
        for n, act in enumerate(acts):
            act()
            count(at + timedelta(hours=n))
            assert counted() == plainly(at + timedelta(hours=n))

    def test_a_limit_that_ends_is_overdue_though_nobody_did_anything(self) -> None:
        Play.taken()
        count(MORNING + timedelta(hours=1))
        assert sum(row[4] for row in counted().values()) == 0
        for later in (timedelta(days=20), timedelta(days=21)):
            count(MORNING + later)
            assert counted() == plainly(MORNING + later)
            assert sum(row[4] for row in counted().values()) == 1

    def test_whose_limit_of_acceptance_is_not_over_is_not_held_against_anybody(self) -> None:
        """Neither side of the rate has it; when the limit ends with nobody having done anything, it counts as not accepted."""
        play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        due, today = Message.objects.get(pk=play.message_id).accept_due_at, clock.city_date(MORNING)
        for now, to_accept in ((MORNING, 0), (due, 0), (due + timedelta(seconds=1), 1), (due + timedelta(days=1), 1)):
            count(now)
            assert counted() == plainly(now)
            whole = queries.figures(Level.WHOLE, since=today, until=today).whole
            assert (whole.received, whole.to_accept, whole.acceptance) == (1, to_accept, 0 if to_accept else None), now

    def test_whoever_was_merged_is_answered_with_it(self) -> None:
        first, second = Play.taken(), Play.posted(at=MORNING + timedelta(days=1))
        actions.merge(message_id=second.message_id, into_id=first.message_id, by=DUTY, at=second.at)
        count(MORNING + timedelta(days=1))
        first.later(days=2).answer()
        count(MORNING + timedelta(days=3))
        assert counted() == plainly(MORNING + timedelta(days=3))
        assert sum(row[2] for row in counted().values()) == 2

    def test_what_another_channel_accepted_counts_neither_for_nor_against_acceptance(self) -> None:
        Play.posted()
        told = {"sent_at": MORNING - timedelta(days=1), "answer": "已于昨天派人修好。", "answered_at": MORNING}
        actions.import_messages(source="hotline", messages=[foreign(1, **told), foreign(2)], by=SYSTEM, at=MORNING)
        count(MORNING)
        assert counted() == plainly(MORNING)
        whole = queries.figures(Level.WHOLE, **EVER).whole
        assert (whole.received, whole.accepted_in_time, whole.imported, whole.to_accept) == (3, 1, 2, 1)
        assert whole.acceptance == 1

    def test_only_the_days_on_which_something_has_happened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.board.actions.counting.OVERLAP", 0)
        early, late = Play.posted(at=MORNING - timedelta(days=10)), Play.posted()
        assert count(MORNING) == 2
        assert count(MORNING) == 0
        early.at = late.at = MORNING + timedelta(minutes=5)
        early.take()
        Figure.objects.filter(received_on=clock.city_date(MORNING)).update(received=7)  # not looked at: nothing has happened there
        assert count(MORNING + timedelta(minutes=5)) == 1
        assert sorted(row[0] for row in counted().values()) == [1, 7]

    def test_nothing_at_all(self) -> None:
        assert count(MORNING) == 0
        assert FigureCount.objects.get().days == 0

    def test_by_the_clock_only(self) -> None:
        for by in (DUTY, a_person(), clerk("chengguan")):
            with pytest.raises(Denied):
                actions.count_changed(by=by, at=MORNING)

    def test_what_is_read_is_what_was_counted(self, django_assert_num_queries) -> None:
        Play.answered()
        Play.posted(at=datetime(2026, 9, 30, 17, 0, tzinfo=UTC))
        count(MORNING + timedelta(days=40))
        responsibilities_queries.board()
        with django_assert_num_queries(1):
            told = queries.figures(Level.DAY, **EVER)
        assert [(each.key, each.received) for each in told.lines] == [("2026-09-07", 1), ("2026-10-01", 1)]
        assert told.whole.received == small.Message.objects.count()


days = st.dates(date(2026, 6, 20), date(2026, 12, 10))


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(beginnings, st.integers(-60, 30)), min_size=1, max_size=4), st.data())
def test_what_is_published_is_what_the_messages_themselves_say(told: list[tuple[dict, int]], data: st.DataObject) -> None:
    """Random lives of several months, counted between their acts; any period, level and narrowing."""
    with transaction.atomic():
        plays = [Play.posted(small.a_message(**beginning), at=MORNING + timedelta(days=later)) for beginning, later in told]
        at = max(play.at for play in plays)
        for play in plays:
            watch = Watch(play, due_at=play.row.due_at)
            for _step in range(8):
                name = data.draw(names_in(MessageState(play.row.state)))
                play.later(hours=data.draw(st.sampled_from([0, 1, 20, 200])))
                live_on(play, watch, name, unit=data.draw(st.sampled_from(UNITS)), place=data.draw(st.integers(0, 5)))
            at = max(at, play.at)
            count(at)
        for _look in range(4):
            since, until = sorted((data.draw(days), data.draw(days)))
            only = data.draw(st.sampled_from([{}, {}, {"category": "01"}, {"unit": "chengguan"}, {"district": "donghu", "channel": "web"}]))
            for level in Level:
                found = queries.figures(level, since=since, until=until, **only)
                assert read(found.lines) == published(level, since=since, until=until, at=at, **only), (level, since, until, only)
        transaction.set_rollback(True)


def test_a_year_is_read_by_its_months(django_assert_num_queries) -> None:
    for months in range(5):
        Play.posted(at=MORNING + timedelta(days=31 * months))
    count(MORNING + timedelta(days=200))
    Figure.objects.all().delete()  # nobody looks at them
    FigureSum.objects.filter(span="day", begins_on__range=(date(2026, 10, 1), date(2026, 12, 31))).delete()
    responsibilities_queries.board()
    with django_assert_num_queries(1):
        told = queries.figures(Level.UNIT, since=date(2026, 9, 5), until=date(2027, 1, 20))
    assert told.whole.received == 5
    assert queries.figures(Level.UNIT, since=date(2026, 9, 5), until=date(2026, 12, 30)).whole.received == 3
