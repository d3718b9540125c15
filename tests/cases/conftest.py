"""The test city for every test here; what a process remembers never outlives a test."""

from collections.abc import Callable, Iterator

import pytest

from tests import worlds
from tests.cases import factories
from tongban.cases import queries
from tongban.catalog import queries as catalog_queries
from tongban.licences import queries as licence_queries


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    queries.forget()
    catalog_queries.forget()
    licence_queries.forget_types()


@pytest.fixture
def town(db: None) -> Iterator[None]:
    """The whole test city, inside the test's own transaction."""
    with worlds.entered(factories.load):
        yield


@pytest.fixture
def committed_town(transactional_db: None) -> None:
    """The test city, committed, for tests with connections of their own; everything is removed afterwards."""
    factories.load()


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """Run acts at the same instant, each on a connection of its own."""
    return factories.at_once
