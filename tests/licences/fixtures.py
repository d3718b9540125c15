"""Every test here knows the same two departments; what a process remembers of licence types never outlives a test."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.licences import factories
from tongban.licences import queries

__all__ = ["_append_only", "_nothing_is_remembered", "city", "committed_city"]


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    queries.forget_types()
    yield
    queries.forget_types()


@pytest.fixture
def city(db: None) -> None:
    """The departments, inside the test's own transaction."""
    factories.make_departments()


@pytest.fixture
def _append_only(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What is committed must go again after the test, and the ledger refuses even that: its guard rests meanwhile."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_ledgerentry ENABLE TRIGGER no_truncate")
        connection.close()


@pytest.fixture
def committed_city(_append_only: None, transactional_db: None) -> Iterator[None]:
    """The departments, committed, for tests with connections of their own; everything is removed afterwards."""
    factories.make_departments()
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("ALTER TABLE kernel_ledgerentry DISABLE TRIGGER no_truncate")
