"""A small invented city with a message board: units in a tree, classes, districts, rules. Nobody here is real."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections

from tongban.board import actions
from tongban.board.models import Message
from tongban.board.terms import Channel, NewMessage, Origin, Posted
from tongban.identity import actions as identity_actions
from tongban.identity.terms import PUBLIC, SYSTEM, Actor, ActorKind, Assurance
from tongban.kernel import identifiers
from tongban.responsibilities import actions as responsibilities_actions
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind, LoadedBoard

MORNING = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in the city
LATE = datetime(2026, 10, 1, 18, 0, tzinfo=UTC)  # two o'clock in the night after the national holiday has begun
WEB = Origin(Channel.WEB)
TEXT = "东湖区湖滨路路口的路灯坏了三天，晚上看不见路，请尽快修好。"
ROAD = NewMessage(kind=Kind.HELP, title="湖滨路路灯不亮", text=TEXT, category="010202", district="donghu")
UNITS = {  # code: name, parent, desks
    "shifu": ("市政府", None, ("messages", "messages_approver")),
    "rexian": ("热线中心", "shifu", ("duty", "screening", "call_back")),
    "dubanshi": ("督查室", "shifu", ("joint",)),
    "meiti": ("融媒体中心", "shifu", ("joint",)),
    "chengguan": ("城管局", "shifu", ("messages", "messages_approver")),
    "ludeng": ("路灯所", "chengguan", ("messages", "messages_approver")),
    "gongshui": ("供水集团", "shifu", ("messages", "messages_approver")),
    "jiaoyu": ("教育局", "shifu", ("messages", "messages_approver")),
    "donghuqu": ("东湖区", "shifu", ("messages", "messages_approver")),
    "donghu": ("东湖街道", "donghuqu", ("messages", "messages_approver")),
}
BOARD = (Path(__file__).parent / "board.yaml").read_text("utf-8")
_serials = itertools.count(1)


def load(board: str = BOARD, *, at: datetime = MORNING) -> LoadedBoard:
    """The units and the board."""
    identity_actions.load_departments(departments=departments(), by=SYSTEM, at=at)
    return load_board(board, at=at)


def load_board(board: str, *, at: datetime = MORNING) -> LoadedBoard:
    return responsibilities_actions.load_board(content=board.encode(), by=SYSTEM, at=at)


def departments() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": {"zh": f"榕城市示例{name}", "en": f"Example {code}"},
            "short_name": {"zh": name, "en": code},
            "uscc": _credit_code(serial),
            "number_prefix": f"例{serial}",
            "desks": [{"key": desk, "name": {"zh": desk, "en": desk}} for desk in desks],
        }
        | ({"parent": parent} if parent else {})
        for serial, (code, (name, parent, desks)) in enumerate(UNITS.items(), 700)
    ]


def _credit_code(serial: int) -> str:
    body = f"MB{serial:06d}"
    first = f"11999999{body}{identifiers.organisation_check(body)}"
    return first + identifiers.uscc_check(first)


def a_person(**changes: Any) -> Actor:
    """Somebody with an account and a verified telephone."""
    spec: dict[str, Any] = {
        "kind": ActorKind.PERSON,
        "id": uuid.uuid4(),
        "name": "演示甲",
        "person_id": uuid.uuid4(),
        "level": Assurance.PHONE,
    }
    return Actor(**spec | changes)


def staff(*desks: str, **changes: Any) -> Actor:
    return Actor(**{"kind": ActorKind.STAFF, "id": uuid.uuid4(), "name": "演示科员", "desks": frozenset(desks)} | changes)


def operator() -> Actor:
    return staff("rexian/duty")


def screener() -> Actor:
    return staff("rexian/screening")


def a_message(**changes: Any) -> NewMessage:
    """A message like no other, of a street lamp; `changes` say otherwise."""
    text = f"{TEXT}第{next(_serials)}次留言。"
    spec: dict[str, Any] = {"kind": Kind.HELP, "title": "湖滨路路灯不亮", "text": text, "category": "010202", "district": "donghu"}
    return NewMessage(**spec | changes)


def posted(
    message: NewMessage | None = None, *, by: Actor | None = None, at: datetime = MORNING, origin: Origin = WEB, **told: Any
) -> tuple[Posted, Message]:
    """A message that has just come in, from an account unless said otherwise, and its row."""
    answer = actions.post(key=uuid.uuid4(), message=message or a_message(), origin=origin, by=by or a_person(), at=at, **told)
    return answer, Message.objects.get(pk=answer.message_id)


def posted_by_code(message: NewMessage | None = None, *, at: datetime = MORNING) -> tuple[Posted, Message]:
    return posted(message, by=PUBLIC, at=at)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same instant, each on a connection of its own; what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def forget() -> None:
    """What this process remembers of a city."""
    responsibilities_queries.forget()
