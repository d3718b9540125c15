"""Trends as they are asked of the board's daily figures: whole weeks, streets with their district, unknown weeks apart from empty ones."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests import worlds
from tests.board import town
from tests.supervision import office as small_office
from tongban.board import actions as board_actions
from tongban.identity.terms import SYSTEM
from tongban.insight import queries
from tongban.insight.terms import Comparison, Movement, TrendBy

AT = small_office.AT  # a Monday


@pytest.fixture(autouse=True)
def office(db: None) -> Iterator[None]:
    small_office.forget()
    with worlds.entered(small_office.load):
        yield


def wrote(counts: dict[int, int], **changes: str) -> None:
    """By how many weeks ago, so many messages."""
    for weeks, count in counts.items():
        for n in range(count):
            town.posted(town.a_message(**changes), at=AT - timedelta(weeks=weeks, days=-(n % 7), hours=-(n % 5)))
    board_actions.count_changed(by=SYSTEM, at=AT)


def test_the_last_week_that_is_over_against_the_week_before_and_the_mean() -> None:
    wrote({0: 9} | dict.fromkeys(range(2, 12), 7) | {1: 35})
    found = queries.trends(TrendBy.TOPIC, at=AT)
    assert (found.week, found.monday, found.whole.n) == ("2026-W36", date(2026, 8, 31), 35)
    [line] = found.lines
    assert (line.trend.key, line.name.zh, line.trend.n) == ("010000", "城市管理", 35)
    assert line.trend.last_week is not None and line.trend.last_week.ratio == 5 and line.trend.last_week.movement is Movement.UP
    assert line.trend.mean is not None and (line.trend.mean.before, line.trend.mean.weeks) == (7, 10)
    assert line.trend.last_year is None and line.trend.counts[:42] == (None,) * 42
    assert queries.movers(found, Comparison.LAST_WEEK) == ((line,), ()) and queries.movers(found, Comparison.LAST_YEAR) == ((), ())


def test_a_week_without_this_class_is_nothing_and_one_without_anything_is_unknown() -> None:
    wrote({1: 3, 2: 3, 4: 3})
    wrote({1: 2}, category="020100")
    lines = {each.trend.key: each.trend for each in queries.trends(TrendBy.CLASS, at=AT).lines}
    assert lines["020100"].counts[-4:] == (0, None, 0, 2) and lines["010202"].counts[-4:] == (3, None, 3, 3)


def test_a_district_has_what_its_streets_have() -> None:
    wrote({1: 3}, district="donghu")
    wrote({1: 2}, district="donghuqu")
    found = queries.trends(TrendBy.DISTRICT, at=AT)
    assert [(each.trend.key, each.name.zh, each.trend.n) for each in found.lines] == [("donghuqu", "东湖区", 5)]


def test_the_same_week_of_last_year() -> None:
    wrote({1: 30, 53: 10})
    [line] = queries.trends(TrendBy.CLASS, at=AT).lines
    assert line.trend.last_year is not None and (line.trend.last_year.before, line.trend.last_year.weeks) == (10, 1)
    assert line.trend.last_year.movement is Movement.TOO_FEW, "one week is no history"


def test_without_anything_there_is_nothing_to_tell() -> None:
    found = queries.trends(TrendBy.TOPIC, at=AT)
    assert not found.lines and found.whole.n == 0 and found.whole.last_week is None
