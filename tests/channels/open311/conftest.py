"""The small city with a message board, at noon of an ordinary Monday; a program with a key, a unit's system, somebody with a token."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.transaction import Atomic
from django.test import Client

from tests import worlds
from tests.board import town as small_city
from tests.board.town import MORNING
from tests.channels.open311.door import Door
from tests.identity import factories as people
from tongban.catalog import queries as catalog_queries
from tongban.clients import actions
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

NOW = MORNING + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("kernel.releases", "responsibilities.queries.units", "board.queries.numbers", "classifiers.queries.newest"):
        monkeypatch.setattr(importlib.import_module(f"tongban.{name}"), "KEPT_SECONDS", 10**9)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    _forget()
    yield
    _forget()


def _forget() -> None:
    small_city.forget()
    catalog_queries.forget()


@pytest.fixture(autouse=True)
def _a_refused_verb_rolls_back_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does in life, where it is the outermost block; in the test's own transaction only a savepoint can."""
    enter = Atomic.__enter__

    def entered(block: Atomic) -> None:
        meant, block.savepoint = block.savepoint, True
        try:
            enter(block)
        finally:
            block.savepoint = meant

    monkeypatch.setattr(Atomic, "__enter__", entered)


@pytest.fixture
def town(db: None) -> Iterator[None]:
    with worlds.entered(small_city.load):
        yield


@pytest.fixture
def app_key(town: None) -> str:
    """Of a program that anybody may use."""
    return actions.add_client(name="演示·随手拍", contact="演示公司", by=SYSTEM, at=MORNING)


@pytest.fixture
def unit_key(town: None) -> str:
    """Of the own system of 城管局."""
    return actions.add_client(name="演示·城管系统", department="chengguan", may_update=True, by=SYSTEM, at=MORNING)


@pytest.fixture
def token(town: None) -> str:
    """Of somebody with an account and a verified telephone."""
    person_id = people.make_person()
    by = people.acting(people.make_login(person_id=person_id), at=NOW)
    told, _until = identity_actions.issue_token(login_id=by.id, by=by, at=NOW)
    return told


@pytest.fixture
def door(town: None) -> Door:
    return Door(Client())
