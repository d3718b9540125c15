"""The small city with a message board, and callers: an author, another, and somebody at each desk. Nobody here is real."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.board import town as small_city
from tests.board.play import Play
from tests.board.town import MORNING
from tests.channels.rest import people
from tests.channels.rest.caller import Caller
from tests.channels.rest.people import Somebody
from tests.identity import factories
from tongban.board.models import Message
from tongban.classifiers import queries as classifiers
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM, Assurance
from tongban.kernel import clock

__all__ = ["_board_clock", "at_board", "author", "board_town", "other"]

DESKS = {
    "duty": ["rexian/duty"],
    "screener": ["rexian/screening"],
    "other screener": ["rexian/screening"],
    "caller": ["rexian/call_back"],
    "clerk": ["chengguan/messages"],
    "approver": ["chengguan/messages_approver"],
    "both": ["chengguan/messages", "chengguan/messages_approver"],
    "school": ["jiaoyu/messages"],
    "lamps": ["ludeng/messages"],
    "top": ["shifu/messages", "shifu/messages_approver"],
    "inspection": ["dubanshi/joint"],
    "media": ["meiti/joint"],
}
LAMP = {"kind": "help", "text": "湖滨路路口的路灯坏了三天，请修好。", "category": "010202", "district": "donghu"}


@pytest.fixture
def _board_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("kernel.releases", "responsibilities.queries.units", "board.queries.numbers", "classifiers.queries.newest"):
        monkeypatch.setattr(importlib.import_module(f"tongban.{name}"), "KEPT_SECONDS", 10**9)
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    small_city.forget()
    classifiers.forget_classifier()
    yield
    small_city.forget()


@pytest.fixture
def board_town(db: None, _board_clock: None) -> None:
    small_city.load()


@pytest.fixture
def author(board_town: None) -> Caller:
    return Caller(somebody(81))


@pytest.fixture
def other(board_town: None) -> Caller:
    return Caller(somebody(82))


def somebody(serial: int) -> Somebody:
    person_id = factories.make_person()
    phone = f"139000000{serial:02d}"
    login_id = identity_actions.bind_login(
        phone=phone, password=people.PASSWORD, person_id=person_id, assurance=Assurance.PHONE, by=SYSTEM, at=MORNING
    )
    return Somebody(login_id, phone, person_id)


@pytest.fixture
def at_board(board_town: None) -> Callable[[str], Caller]:
    """A caller at a desk of the board, always the same one."""
    known: dict[str, Caller] = {}

    def of(role: str) -> Caller:
        if role not in known:
            login_id = factories.make_clerk(*DESKS[role], name=f"演示·{role}", at=MORNING)
            known[role] = Caller(Somebody(login_id, ""))
        return known[role]

    return of


def post(caller: Caller, key: UUID | None = None, **changes: Any) -> Any:
    return caller.post("/board/messages", LAMP | changes, Idempotency_Key=str(key or uuid4()))


def left(caller: Caller, **changes: Any) -> str:
    """The number of a message that was just left."""
    answer = post(caller, **changes)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["number"]


def play_of(number: str) -> Play:
    """A message that is there, in the hands of the city."""
    play = Play()
    play.message_id = Message.objects.get(number=number).pk
    return play


def mark(caller: Caller, number: str) -> str:
    """How a message stands as somebody at a desk of the city reads it now."""
    return caller.get(f"/board/desk/messages/{number}").headers["ETag"]
