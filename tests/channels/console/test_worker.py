"""The resident loops: they work while there is work, rest when there is none, and outlive a failure."""

import threading

import pytest

from tongban.channels.console.management.commands import worker

pytestmark = pytest.mark.django_db


class Rests(threading.Event):
    """Counts the pauses instead of making them, and ends the loop after some."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.pauses = most, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0)
        if len(self.pauses) >= self.most:
            self.set()
        return self.is_set()


@pytest.fixture(autouse=True)
def _connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loops of a real worker have connections of their own; here the test's must stay open."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)


def test_a_loop_goes_on_at_once_while_it_finds_work_and_rests_when_there_is_none() -> None:
    found, rests = iter([200, 3, 0, 1, 0]), Rests(most=2)
    worker.keep_running("facts", lambda: next(found), 0.25, rests)
    assert rests.pauses == [0.25, 0.25]
    assert not list(found)


def test_a_loop_outlives_failures_and_tries_later_each_time() -> None:
    def fail() -> int:
        raise RuntimeError("the database went away")

    rests = Rests(most=9)
    worker.keep_running("facts", fail, 0.25, rests)
    assert rests.pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert rests.pauses[-1] == worker.LONGEST_PAUSE


def test_a_loop_that_works_again_is_as_quick_as_before() -> None:
    outcomes, rests = iter([RuntimeError("once"), 0, 0]), Rests(most=3)

    def once() -> int:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    worker.keep_running("facts", once, 0.25, rests)
    assert rests.pauses == [0.5, 0.25, 0.25]


def test_all_loops_find_nothing_in_an_empty_city() -> None:
    assert worker._deliver() == 0
    assert worker._seal() == 0
    assert worker._sign() == 0
