"""Rongcheng with its demo people for the doors' tests, on a fixed day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from tests import worlds
from tests.cities import rongcheng as demo_city
from tests.cities.rongcheng import DAY
from tongban.cases import queries as case_queries
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.licences import queries as licence_queries
from tongban.responsibilities import queries as responsibilities_queries


def _forget() -> None:
    responsibilities_queries.forget()
    case_queries.forget()
    catalog_queries.forget()
    licence_queries.forget_types()


@pytest.fixture(autouse=True)
def _every_test_begins_in_chinese() -> Iterator[None]:
    """A request in English leaves its language behind."""
    with translation.override("zh-hans"):
        yield


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
def rongcheng(db: None, _a_refused_verb_takes_only_itself_back: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The demo city and its people; it is ten o'clock on 24 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: DAY)
    _forget()
    with worlds.entered(demo_city.load):
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
