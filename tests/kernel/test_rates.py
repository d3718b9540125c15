"""Limits on how often somebody may come: one count for all connections, anew each minute."""

from datetime import datetime, timedelta

import pytest

from tests.kernel.elsewhere import at_once
from tongban.kernel import rates


@pytest.mark.django_db
def test_calls_are_counted_by_the_minute_and_by_who_comes(at: datetime) -> None:
    assert [rates.within("one", limit=2, at=at) for _ in range(4)] == [True, True, False, False]
    assert rates.within("two", limit=2, at=at)
    assert rates.within("one", limit=2, at=at + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_clock_that_is_behind_opens_no_new_minute(at: datetime) -> None:
    assert rates.within("one", limit=1, at=at)
    assert not rates.within("one", limit=1, at=at - timedelta(minutes=1))
    assert not rates.within("one", limit=1, at=at)


@pytest.mark.django_db(transaction=True)
def test_all_connections_count_together(at: datetime) -> None:
    outcomes = at_once(*[lambda: rates.within("one", limit=3, at=at)] * 6)
    assert sorted(outcomes) == [False] * 3 + [True] * 3


@pytest.mark.django_db
def test_minutes_that_are_over_are_forgotten(at: datetime) -> None:
    rates.within("one", limit=1, at=at)
    assert rates.forget(at=at) == 0
    assert rates.forget(at=at + timedelta(minutes=1)) == 1
