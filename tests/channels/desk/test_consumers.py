"""The page on which the desk that keeps the library looks after those who ask it by program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.cases import city, factories
from tests.channels.desk.conftest import signed_in
from tests.channels.desk.pages import words
from tests.channels.rest import people
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import access_log
from tongban.kernel.models import LedgerEntry
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

if TYPE_CHECKING:
    from django.test import Client

AT = factories.MORNING
AS_SYSTEM = {"by": SYSTEM, "at": AT}


@pytest.fixture
def keeper(town: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Whoever works at the library's own desk, which this city has at minzheng."""
    desk = {"key": "library", "name": {"zh": "证照库管理岗", "en": "Licence library"}}
    rows = [{**row, "desks": [*row["desks"], desk]} if row["code"] == "minzheng" else row for row in city.DEPARTMENTS]
    identity_actions.load_departments(departments=rows, **AS_SYSTEM)
    monkeypatch.setitem(people.DESKS, "library", "minzheng/library")
    return signed_in(people.a_clerk("library"))


@pytest.fixture
def consumer(town: None) -> sharing_terms.Consumer:
    sharing_actions.register_consumer(code="water", name="示例水利审批系统", department="shuiliju", calls_per_minute=60, **AS_SYSTEM)
    right = {
        "purposes": ["核验资质"],
        "basis": "《示例条例》第三条",
        "fields": ["grade"],
        "copies": True,
        "valid_until": date(2027, 12, 31),
    }
    sharing_actions.grant_right(consumer="water", type_code="QC", **right, **AS_SYSTEM)
    sharing_actions.grant_right(consumer="water", type_code="BL", purposes=["核验主体"], basis="", **AS_SYSTEM)
    sharing_actions.issue_consumer_token(consumer="water", days=900 // 2, **AS_SYSTEM)
    return sharing_queries.consumer("water")


URL, SUSPEND = "/desk/consumers/", "/desk/consumers/water/suspend/"


def test_it_shows_who_may_ask_for_what_and_asked_last(keeper: Client, consumer: sharing_terms.Consumer) -> None:
    assert "还没有查询过" in words(keeper.get(URL))
    for minutes, result in ((1, ""), (2, "NoRight")):
        told = {"by": consumer.actor, "at": AT + timedelta(minutes=minutes), "purpose": "核验资质", "holders": ()}
        access_log.note(sharing_queries.SHARE_FIND, **told, receiver=consumer.name, result=result)
    page = words(keeper.get(URL))
    for said in (
        "示例水利审批系统",
        "可以查询",
        "示例资质证书",
        "核验资质",
        "《示例条例》第三条",
        "等级",
        "加注件",
        "持证人授权",
        "被拒绝",
    ):
        assert said in page
    assert reverse("desk:consumers") in keeper.get(reverse("desk:queue")).content.decode(), "the rail leads there"


def test_it_stops_one_at_once_and_lets_it_go_on(keeper: Client, consumer: sharing_terms.Consumer) -> None:
    token, _until = sharing_actions.issue_consumer_token(consumer="water", **AS_SYSTEM)
    page = keeper.post(SUSPEND, {"suspended": "yes"}, follow=True)
    assert "已停用，从现在起" in words(page)
    assert sharing_queries.consumer_by_token(token, at=AT) is None
    entry = LedgerEntry.objects.latest("id")
    assert (entry.act, entry.actor_kind) == ("sharing.consumer_suspend", "staff")
    keeper.post(SUSPEND, {"suspended": "yes"})
    assert LedgerEntry.objects.latest("id").pk == entry.pk, "twice is once"
    assert "已恢复" in words(keeper.post(SUSPEND, {"suspended": "no"}, follow=True))
    assert sharing_queries.consumer_by_token(token, at=AT) is not None


def test_nobody_else_sees_or_stops_them(browser, citizen: Client, consumer: sharing_terms.Consumer) -> None:
    clerk = browser("minzheng")
    assert clerk.get(URL).status_code == 403 and clerk.post(SUSPEND, {"suspended": "yes"}).status_code == 403
    assert URL not in clerk.get(reverse("desk:queue")).content.decode()
    assert citizen.get(URL).status_code == 403
    assert not sharing_queries.consumer("water").suspended


def test_one_that_is_not_there(keeper: Client) -> None:
    assert "还没有登记共享单位" in words(keeper.get(URL))
    assert keeper.post(SUSPEND, {"suspended": "yes"}).status_code == 404
    assert keeper.get(SUSPEND).status_code == 405
