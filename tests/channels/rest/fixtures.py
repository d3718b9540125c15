"""What the tests of REST and desk share: the test city with people who have logins, at noon of an ordinary Monday."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db.transaction import Atomic

from tests import worlds
from tests.cases import factories
from tests.channels.rest import people
from tongban.cases import queries
from tongban.catalog import queries as catalog_queries
from tongban.kernel import clock
from tongban.licences import queries as licence_queries

__all__ = ["_a_refused_verb_rolls_back_alone", "_noon", "_nothing_is_remembered", "agent", "clerk", "play", "town"]

NOW = factories.MORNING + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """Of the city, by this process. Tries to sign in are rows, and go with the test's transaction."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    queries.forget()
    catalog_queries.forget()
    licence_queries.forget_types()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors read the kernel's clock; here it stands at noon of an ordinary Monday."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _a_refused_verb_rolls_back_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does in life, where it is the outermost block; in the test's own transaction only a savepoint can."""
    enter = Atomic.__enter__

    def entered(block: Atomic) -> None:
        meant, block.savepoint = block.savepoint, True  # a verb's decorator is one block for all its calls
        try:
            enter(block)
        finally:
            block.savepoint = meant

    monkeypatch.setattr(Atomic, "__enter__", entered)


@pytest.fixture
def town(db: None) -> Iterator[None]:
    with worlds.entered(factories.load):
        yield


@pytest.fixture
def agent(town: None) -> people.Somebody:
    """Somebody who may act for a company."""
    return people.a_citizen(company=True)


@pytest.fixture
def clerk(town: None) -> Callable[[str], people.Somebody]:
    """Whoever works at the desk of a role, always the same person."""
    known: dict[str, people.Somebody] = {}

    def of(role: str) -> people.Somebody:
        if role not in known:
            known[role] = people.a_clerk(role)
        return known[role]

    return of


@pytest.fixture
def play(agent: people.Somebody) -> factories.Play:
    """A qualification just handed in."""
    return people.submitted(agent)
