"""The small city for every test here; what a process remembers never outlives a test."""

import importlib
from collections.abc import Iterator

import pytest

from tests import worlds
from tests.supervision import office as small_office


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("kernel.releases", "responsibilities.queries.units"):
            patch.setattr(importlib.import_module(f"tongban.{name}"), "KEPT_SECONDS", 10**9)  # told to forget, not by the clock
        small_office.forget()
        yield
        small_office.forget()


@pytest.fixture
def office(db: None) -> Iterator[None]:
    """The city that supervises, inside the test's own transaction."""
    with worlds.entered(small_office.load):
        yield


@pytest.fixture
def committed_office(transactional_db: None) -> None:
    """The city, committed, for tests with connections of their own."""
    small_office.load()
