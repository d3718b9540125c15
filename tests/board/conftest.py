"""The small city for every test here; what a process remembers never outlives a test."""

import importlib
from collections.abc import Iterator

import pytest

from tests import worlds
from tests.board import town as small_city
from tongban.catalog import queries as catalog_queries
from tongban.classifiers import queries as classifiers


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "kernel.releases",
            "responsibilities.queries.units",
            "board.queries.numbers",
            "classifiers.queries.newest",
        ):
            module = importlib.import_module(f"tongban.{name}")
            patch.setattr(module, "KEPT_SECONDS", 10**9)  # told to forget, not by the clock in the middle of a test
        _forget()
        yield
        _forget()


def _forget() -> None:
    small_city.forget()
    classifiers.forget_classifier()
    catalog_queries.forget()


@pytest.fixture
def town(db: None) -> Iterator[None]:
    """The city, inside the test's own transaction."""
    with worlds.entered(small_city.load):
        yield


@pytest.fixture
def committed_town(transactional_db: None) -> None:
    """The city, committed, for tests with connections of their own; everything is removed afterwards."""
    small_city.load()
