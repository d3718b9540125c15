"""The small city that supervises, before browsers: everybody at a desk of supervision, a week that was closed. Nobody here is real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests import worlds
from tests.board import town
from tests.board.play import Play
from tests.supervision import office
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Assurance
from tongban.kernel import clock
from tongban.supervision import actions
from tongban.supervision.models import Ranking

if TYPE_CHECKING:
    from pathlib import Path

    from tongban.identity.terms import Actor

NOW = office.AT
WEEK = "2026-W36"
BEFORE = NOW - timedelta(days=7)  # Monday of the week that is ranked
PASSWORD = "示例口令-2026"
DESKS = {
    "supervisor": ["dubanshi/supervision", "dubanshi/joint"],
    "second": ["dubanshi/supervision", "dubanshi/supervision_second", "dubanshi/joint"],
    "signer": ["rexian/signer"],
    "leader": ["shifu/leader"],
    "approver": ["chengguan/messages_approver", "chengguan/messages"],
    "school": ["jiaoyu/messages_approver", "jiaoyu/messages"],
    "street": ["donghu/messages_approver"],
    "duty": ["rexian/duty"],
    "analyst": ["rexian/analysis"],
}


@pytest.fixture
def begun() -> Callable[[], object]:
    """What has come to pass when a test begins; where a module, or a mark, tells more, it is filled once for all that begin there."""
    return load


@pytest.fixture
def city(
    db: None,
    begun: Callable[[], object],
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    _a_refused_verb_takes_only_itself_back: None,
) -> Iterator[None]:
    """It is ten o'clock on a Monday; the week before can be closed."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    office.forget()
    with worlds.entered(begun, files=settings.INSIGHT_FOLDER):
        yield
    office.forget()


@pytest.fixture
def at(city: None) -> Callable[[str], Client]:
    """The browser of whoever works at a desk, always the same one."""
    known: dict[str, Client] = {}

    def of(role: str) -> Client:
        if role not in known:
            known[role] = Client()
            known[role].force_login(_login(role))
        return known[role]

    return of


def actor(role: str) -> Actor:
    return identity_queries.actor(_login(role).pk, at=NOW)


def late_and_open(**changes: Any) -> Play:
    """A message whose time was over last week, and which nobody has answered."""
    play = Play.posted(at=NOW - timedelta(days=13), **changes)  # seven days
    play.later(hours=1).take()
    return play


def closed() -> str:
    """Last week, counted by the clock."""
    actions.close_week(week=WEEK, by=SYSTEM, at=NOW)
    return WEEK


def newest_digest() -> str:
    """The digest of its newest version."""
    return Ranking.objects.filter(week=WEEK).latest("version").digest


def signed() -> str:
    """Last week, published."""
    closed()
    actions.sign_off(week=WEEK, digest=newest_digest(), by=actor("signer"), at=NOW)
    return WEEK


def load() -> None:
    """The office, where leader and signer watch every clock."""
    office.load()
    watching = "joint:\n" + "".join(f"  - {{desk: {desk}, name: 看, rights: [watch]}}\n" for desk in ("shifu/leader", "rexian/signer"))
    town.load_board(town.BOARD.replace("joint:\n", watching), at=NOW - timedelta(days=39))


def _login(role: str) -> Any:
    phone = f"136000000{list(DESKS).index(role):02d}"
    known = identity_queries.login_by_phone(phone)
    if known is not None:
        return known
    login_id = identity_actions.bind_login(phone=phone, password=PASSWORD, person_id=None, assurance=Assurance.IN_PERSON, by=SYSTEM, at=NOW)
    identity_actions.appoint_staff(login_id=login_id, name=f"演示·{role}", title="科员", desks=DESKS[role], by=SYSTEM, at=NOW)
    return identity_queries.login_by_phone(phone)
