"""Rongcheng with its demo people for the doors' tests, on a fixed day: loaded once a session, put into each test's own transaction.

Loading takes two seconds and a test a tenth of one, so what loading wrote is copied out, rolled back, and copied in again where asked.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from tongban.cases import queries as case_queries
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock, numbering
from tongban.licences import queries as licence_queries
from tongban.responsibilities import queries as responsibilities_queries
from tongban.seals.models import Seal

DAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Rongcheng
TABLES = ("identity_", "licences_", "catalog_", "board_")


def _forget() -> None:
    responsibilities_queries.forget()
    case_queries.forget()
    catalog_queries.forget()
    licence_queries.forget_types()


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name.startswith(TABLES)]


@pytest.fixture(autouse=True)
def _every_test_begins_in_chinese() -> Iterator[None]:
    """A request in English leaves its language behind."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="session")
def _rows_of_rongcheng(django_db_setup: None, django_db_blocker) -> dict[str, bytes]:
    """What loading the city and its demo people writes, by table."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(clock, "now", lambda: DAY)
        with redirect_stdout(io.StringIO()):
            call_command("load_city")
            call_command("load_demo")
        with connection.cursor() as cursor:
            rows = {table: _copied(cursor, table) for table in _tables()}
        transaction.set_rollback(True)
    _forget()
    return rows


def _copied(cursor, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


@pytest.fixture
def _a_refused_verb_takes_only_itself_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """In life a verb is the outermost transaction and its refusal undoes it alone; inside a test's own only a savepoint does."""
    enter = transaction.Atomic.__enter__

    def entered(block: transaction.Atomic) -> None:
        meant, block.savepoint = block.savepoint, True
        try:
            enter(block)
        finally:
            block.savepoint = meant

    monkeypatch.setattr(transaction.Atomic, "__enter__", entered)


@pytest.fixture
def rongcheng(
    db: None, _rows_of_rongcheng: dict[str, bytes], _a_refused_verb_takes_only_itself_back: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The demo city and its people; it is ten o'clock on 24 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: DAY)
    _forget()
    with connection.cursor() as cursor:
        for table, rows in _rows_of_rongcheng.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
    for _seal in range(Seal.objects.count()):
        numbering.take("seal")  # a sequence went with the transaction in which the seals were made
    yield
    _forget()


@pytest.fixture
def signed_in(rongcheng: None) -> Callable[[str], Client]:
    """A browser in which the holder of this phone has signed in."""

    def browser(phone: str) -> Client:
        login = identity_queries.login_by_phone(phone)
        assert login is not None, phone
        client = Client()
        client.force_login(login)
        return client

    return browser
