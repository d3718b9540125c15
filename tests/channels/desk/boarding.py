"""The small city with a board, rosters and somebody at every desk of it, before browsers of their own. Nobody here is real."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.board import town
from tests.board.play import ANSWER, Play
from tongban.classifiers import queries as classifiers
from tongban.duty import actions as duty_actions
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, Assurance
from tongban.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID

NOW = town.MORNING
PASSWORD = "示例口令-2026"
DESKS = {
    "duty": ["rexian/duty"],
    "night": ["rexian/duty"],
    "screener": ["rexian/screening"],
    "other screener": ["rexian/screening"],
    "caller": ["rexian/call_back"],
    "clerk": ["chengguan/messages"],
    "approver": ["chengguan/messages_approver"],
    "lamps": ["ludeng/messages"],
    "school": ["jiaoyu/messages"],
    "top": ["shifu/messages", "shifu/messages_approver"],
    "inspection": ["dubanshi/joint"],
    "media": ["meiti/joint"],
}
PEOPLE = {"day": {"name": "演示·白班", "phone": "13800000001"}, "head": {"name": "演示·领班", "phone": "13800000003"}}
ROSTER = {
    "people": PEOPLE,
    "turns": [{"who": ["day"], "days": "every", "from": "00:00", "until": "24:00"}],
    "fallback": ["head"],
}
DUTY = {
    "desk": "rexian/duty",
    "one_danger_minutes": 30,
    "acknowledge_minutes": {"danger": 5, "urgent": 15, "ordinary": 60},
    "reasons": [{"code": "danger_to_life", "name": {"zh": "有人身危险", "en": "Danger to life"}, "urgency": "danger"}],
    "rosters": [{"unit": "chengguan", **ROSTER}, {"unit": "shifu", **ROSTER}],
}
TEMPLATES = """
reply_templates:
  - {key: lamp, name: {zh: 路灯修复, en: A lamp}, unit: chengguan, text: "您好！路灯已于〔月日〕修复。"}
  - {key: inquiry, name: {zh: 答复咨询, en: An inquiry}, kinds: [inquiry], text: "您好！您咨询的问题答复如下：〔答案〕。"}
  - {key: school, name: {zh: 入学, en: School}, unit: jiaoyu, text: "您好！入学。"}
"""


@pytest.fixture
def board(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The city; it is ten o'clock on a Monday."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    town.forget()
    town.load(town.BOARD + TEMPLATES)
    duty_actions.load_duty(content=json.dumps(DUTY, ensure_ascii=False).encode(), by=SYSTEM, at=NOW)
    yield
    town.forget()
    classifiers.forget_classifier()


@pytest.fixture
def at(board: None) -> Callable[[str], Client]:
    """The browser of whoever works at a desk, always the same one."""
    known: dict[str, Client] = {}

    def of(role: str) -> Client:
        if role not in known:
            known[role] = Client()
            known[role].force_login(identity_queries.login_by_phone(phone_of(role)) or _appointed(role))
        return known[role]

    return of


def phone_of(role: str) -> str:
    return f"137000000{list(DESKS).index(role):02d}"


def actor(role: str) -> Actor:
    login = identity_queries.login_by_phone(phone_of(role)) or _appointed(role)
    return identity_queries.actor(login.pk, at=NOW)


def _appointed(role: str) -> Any:
    login_id = identity_actions.bind_login(
        phone=phone_of(role), password=PASSWORD, person_id=None, assurance=Assurance.IN_PERSON, by=SYSTEM, at=NOW
    )
    identity_actions.appoint_staff(login_id=login_id, name=f"演示·{role}", title="科员", desks=DESKS[role], by=SYSTEM, at=NOW)
    return identity_queries.login_by_phone(phone_of(role))


def of_order(play: Play, unit: str = "") -> str:
    return reverse("desk:order", args=[play.order(unit).pk])


def order_act(play: Play, deed: str, unit: str = "") -> str:
    return reverse("desk:order-act", args=[play.order(unit).pk, deed])


def of_message(message_id: UUID) -> str:
    return reverse("desk:message", args=[message_id])


def message_act(message_id: UUID, deed: str) -> str:
    return reverse("desk:message-act", args=[message_id, deed])


def a_draft(**changes: Any) -> dict[str, Any]:
    return {"text": ANSWER, "end": "answered", "version": "0", "go": "submit", "act": "draft"} | changes
