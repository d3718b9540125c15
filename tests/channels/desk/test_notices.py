"""What somebody was told at work, at the desk: whose it is, what is not read, where it leads, and the bell on every page of theirs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.channels.desk.pages import next_page, words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, actor
from tests.supervision import office
from tongban.directives import actions as directive_actions
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.notices import actions, queries
from tongban.notices.models import Notice
from tongban.notices.terms import Recipient

pytestmark = pytest.mark.django_db
PAGE = "/desk/notices/"
ASKS = "/desk/supervision/asks/"


def tell(role: str, number: str = "RC2026-0001", *, at: Any = NOW, link: str = ASKS, at_work: bool = True) -> str:
    """Somebody is told something; where it is opened."""
    to = Recipient(login_id=actor(role).id, at_work=at_work)
    values = {"what": "留言（演示）", "number": number, "city": "榕城"}
    told = actions.notify(key=uuid.uuid4(), to=to, kind="notices.receipt", values=values, by=SYSTEM, at=at, link=link)
    return f"{PAGE}{told}/open/"


def bell(answer: Any) -> str:
    """What stands on the bell of a page: nothing where there is none."""
    page = answer.content.decode()
    return page.split('<a class="bell', 1)[1].split("</a>", 1)[0] if '<a class="bell' in page else ""


def test_what_a_desk_is_told_each_of_it_reads_for_themselves(at) -> None:
    supervisor, second = at("supervisor"), at("second")
    assert "还没有消息" in words(supervisor.get(PAGE)) and "全部标为已看" not in words(supervisor.get(PAGE))
    directive_actions.ask(key=uuid.uuid4(), words="查一查夜间施工。", by=actor("leader"), at=NOW)
    office.deliver(NOW)
    page = supervisor.get(PAGE)
    assert "领导交办" in words(page) and "没看" in words(page) and "查一查" not in words(page)
    row = Notice.objects.get(login=actor("supervisor").id)
    opened = supervisor.post(f"{PAGE}{row.pk}/open/")
    assert (opened.status_code, opened.headers["Location"]) == (302, ASKS)
    assert supervisor.get(ASKS).status_code == 200
    read = supervisor.get(PAGE).content.decode()
    assert f'href="{ASKS}"' in read and f'action="{PAGE}{row.pk}/open/"' not in read and "chip run" not in read
    assert "chip run" in second.get(PAGE).content.decode(), "a colleague has not read it"


def test_whoever_comes_to_a_desk_later_is_told_what_comes_then(at) -> None:
    tell("supervisor", "BEFORE")
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=office.works_at("dubanshi/supervision")))
    assert "BEFORE" not in words(browser.get(PAGE))
    directive_actions.ask(key=uuid.uuid4(), words="查一查。", by=actor("leader"), at=NOW)
    office.deliver(NOW)
    assert "领导交办" in words(browser.get(PAGE))


def test_of_anybody_elses_nothing_is_seen_nor_read(at) -> None:
    theirs = tell("leader", "THEIRS")
    private = tell("supervisor", "PRIVATE", at_work=False)
    page = at("supervisor").get(PAGE)
    assert "THEIRS" not in words(page) and "PRIVATE" not in words(page) and "还没有消息" in words(page)
    for address in (theirs, private, f"{PAGE}{uuid.uuid4()}/open/"):
        answer = at("supervisor").post(address)
        assert answer.status_code == 404 and "没有找到这条消息" in words(answer)
    at("supervisor").post(f"{PAGE}read/")
    assert set(Notice.objects.values_list("read_at", flat=True)) == {None}


def test_whoever_sits_at_no_desk_any_more_reads_none(at) -> None:
    mine, login_id = tell("analyst"), actor("analyst").id
    assert login_id is not None
    identity_actions.appoint_staff(login_id=login_id, name="演示·分析", title="", desks=[], by=SYSTEM, at=NOW)
    for answer in (at("analyst").get(PAGE), at("analyst").post(mine), at("analyst").post(f"{PAGE}read/")):
        assert answer.status_code == 403 and "只给工作人员看" in words(answer)
    assert Notice.objects.get().read_at is None


def test_it_is_for_staff_and_acts_are_posts(at, client: Client) -> None:
    mine = tell("leader")
    for address in (PAGE, mine, f"{PAGE}read/"):
        assert "/accounts/login/" in client.post(address).headers["Location"]
    assert at("leader").get(mine).status_code == at("leader").get(f"{PAGE}read/").status_code == at("leader").post(PAGE).status_code == 405
    assert Notice.objects.get().read_at is None


def test_all_are_read_but_what_came_since_the_page_was_drawn(at, monkeypatch) -> None:
    tell("supervisor", "ONE")
    tell("supervisor", "TWO")
    drawn = at("supervisor").get(PAGE).content.decode()
    until = drawn.split('name="until" value="', 1)[1].split('"', 1)[0]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    tell("supervisor", "SINCE", at=clock.now())
    answer = at("supervisor").post(f"{PAGE}read/", {"until": until}, follow=True)
    assert "2 条标为已看。" in words(answer) and "1 条没看的消息" in words(answer)
    assert queries.unread(by=actor("supervisor")) == 1
    for nonsense in ({}, {"until": "soon"}, {"until": "2026-09-01T10:00:00"}):
        assert at("supervisor").post(f"{PAGE}read/", nonsense).status_code == 302
        assert queries.unread(by=actor("supervisor")) == 0
    assert "没有没看的消息" in words(at("supervisor").post(f"{PAGE}read/", follow=True))


def test_what_leads_nowhere_is_read_where_it_stands(at) -> None:
    mine = tell("leader", link="")
    assert "知道了" in words(at("leader").get(PAGE))
    assert at("leader").post(mine).headers["Location"] == PAGE
    assert "知道了" not in words(at("leader").get(PAGE))


def test_pages_follow_one_another_the_newest_first(at) -> None:
    for place in range(35):
        tell("leader", f"N{place:02}", at=NOW - timedelta(minutes=35 - place))
    first = at("leader").get(PAGE)
    told = words(first)
    assert told.index("N34") < told.index("N33") < told.index("N05") and "N04" not in told
    rest = words(at("leader").get(f"{PAGE}{next_page(first)}"))
    assert "N04" in rest and "N00" in rest and "N05" not in rest and "下一页" not in rest
    assert "没有更早的消息" in words(at("leader").get(f"{PAGE}?after=20000101T000000000000_{uuid.uuid4().hex}"))


def test_what_is_not_read_yet_may_be_looked_at_alone(at) -> None:
    opened = [tell("leader", f"N{place:02}", at=NOW - timedelta(minutes=40 - place)) for place in range(35)]
    for each in opened[-3:]:
        at("leader").post(each)
    first = at("leader").get(f"{PAGE}?shelf=unread")
    assert "N31" in words(first) and "N34" not in words(first) and "N34" in words(at("leader").get(PAGE))
    rest = words(at("leader").get(f"{PAGE}{next_page(first)}"))
    assert "N01" in rest and "N00" in rest and "N02" not in rest
    at("leader").post(f"{PAGE}read/")
    assert "都看过了" in words(at("leader").get(f"{PAGE}?shelf=unread")) and "N34" in words(at("leader").get(f"{PAGE}?shelf=nonsense"))


def test_an_order_is_opened_by_its_unit_and_its_reply_by_supervisors(at) -> None:
    for each in ("approver", "supervisor", "school"):
        at(each)  # whoever sits there is told
    row = office.issued()
    office.deliver(NOW)
    directive_actions.receive_order(order_id=row.pk, by=actor("approver"), at=NOW)
    directive_actions.reply_order(order_id=row.pk, text="路灯已修复。", by=actor("approver"), at=NOW)
    office.deliver(NOW)
    for role, title in (("approver", f"收到督办单{row.number}"), ("supervisor", f"督办单{row.number}待核查")):
        assert title in words(at(role).get(PAGE))
        notice = Notice.objects.get(login=actor(role).id)
        order = at(role).post(f"{PAGE}{notice.pk}/open/", follow=True)
        assert order.status_code == 200 and row.number in words(order)
    assert "还没有消息" in words(at("school").get(PAGE)), "another unit is told nothing"


@pytest.mark.parametrize(
    ("role", "path"),
    [("leader", "/leader/"), ("leader", PAGE), ("supervisor", ASKS), ("approver", "/desk/messages/"), ("duty", "/desk/duty/")],
)
def test_the_bell_counts_on_every_page_of_work(at, role: str, path: str) -> None:
    assert f'href="{PAGE}"' in at(role).get(path).content.decode() and "count" not in bell(at(role).get(path))
    tell(role)
    tell(role, at_work=False)
    assert '<b class="count">1<span' in bell(at(role).get(path))
    assert bell(at(role).get("/")) == "", "a citizen's page says nothing of work"


def test_the_bell_costs_one_statement_however_much_is_not_read(at, monkeypatch) -> None:
    costs = []
    for more in (1, 110):
        for _one in range(more):
            tell("leader")
        at("leader").get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            page = at("leader").get(PAGE)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 9, [each["sql"] for each in seen]
    assert '<b class="count">99+<span' in bell(page)


def test_a_desk_of_cases_keeps_its_own_rail(browser, clerk) -> None:
    page = browser("window").get(PAGE)
    assert page.status_code == 200 and "已办" in words(page) and "我的席位" in page.content.decode()
