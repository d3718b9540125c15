"""A week is closed, signed off and published; a unit is interviewed and ordered, promises and replies; the leader sees it on one screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys import accessibility, applying, program
from tests.journeys.people import INSPECTOR, LEADER, MESSAGES_APPROVER, SIGNER, SUPERVISOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
HERE = ZoneInfo("Asia/Shanghai")
NARROW = {"width": 390, "height": 844}
MESSAGES = 22
# What no page offers: a city that has had these rules for months, and a week that has passed. Twenty-two messages of the week before the
# last, to which nobody has answered.
LAST_WEEK = """
import uuid
from datetime import timedelta
from tongban.board import actions as board
from tongban.board.models import Order
from tongban.board.terms import Channel, NewMessage, Origin
from tongban.identity import queries as identity
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind
from tongban.supervision import actions
from tongban.supervision import queries
from tongban.supervision.models import SupervisionReleaseRow
from tongban.supervision.rules import weeks

now, zone = clock.now(), clock.city_zone()
week = weeks.before(weeks.week_of(now, zone), zone)
supervisor = identity.actor(identity.login_by_phone("19900000180").pk, at=now)
for place in ("chengguan", "jiaoyu", "zhengwu"):
    actions.switch_on(place=place, by=supervisor, at=week.since - timedelta(days=30))
NAMES = "湖滨 学府 建设 人民 解放 中山 和平 胜利 民主 新华 工农 东风 朝阳 光明 友谊 团结 劳动 青年 文化 体育 滨江 长江".split()
for place, name in enumerate(NAMES):
    text = f"{name}路{place + 3}号门口的路灯已经{place + 2}天不亮，{name}小区的老人晚上出门看不见台阶（示例）。"
    message = NewMessage(kind=Kind.HELP, title=f"{name}路路灯不亮（示例）", text=text, category="010202")
    board.post(key=uuid.uuid4(), message=message, origin=Origin(Channel.WEB), by=PUBLIC, at=week.since - timedelta(days=5, hours=-place))
rules = SupervisionReleaseRow.objects.get()
SupervisionReleaseRow.objects.create(content=rules.content, digest=rules.digest, loaded_at=week.since - timedelta(days=60))
closing = weeks.closing(week, queries.release().closes, zone)
actions.close_week(week=week.key, by=SYSTEM, at=closing)
due = Order.objects.filter(unit="chengguan", role="lead", due_at__gte=week.since, due_at__lt=week.until)
print(week.key, due.count())  # those of other stories are among them
"""


def test_what_is_ranked_is_answered(people: People, city: Program) -> None:
    week, due = a_week_is_closed(city)
    assert due >= MESSAGES
    it_is_signed_off_and_published(people.signed_in(SIGNER).open(f"/desk/supervision/rankings/{week}/"))
    everybody_reads_it(people.comes(viewport=NARROW), week, due)
    supervisor, inspector, unit = people.signed_in(SUPERVISOR), people.signed_in(INSPECTOR), people.signed_in(MESSAGES_APPROVER)
    the_unit_sees_its_own_place(unit.open("/desk/supervision/standing/"))
    place = an_interview_is_arranged_and_held(supervisor.open(f"/desk/supervision/rankings/{week}/"))
    the_unit_promises_and_somebody_else_checks(unit.open(place), inspector, place)
    number = an_order_is_issued_from_a_light(supervisor.open("/desk/"))
    the_unit_answers_it(unit.open("/desk/supervision/orders/"), number)
    somebody_else_checks_it(inspector.open("/desk/supervision/orders/?shelf=to_check"), number)
    the_leader_sees_it_on_one_screen(people.signed_in(LEADER, viewport=NARROW).open("/desk/"))


def a_week_is_closed(city: Program) -> tuple[str, int]:
    """Which, and how much fell due in it."""
    kept = {name: value for name, value in os.environ.items() if name not in program.OURS}
    environment = kept | {"DATABASE_URL": city.database, "TONGBAN_VAR": str(city.var), "TONGBAN_ENV": "development"}
    command = [sys.executable, str(program.ROOT / "manage.py"), "shell", "-v", "0", "-c", LAST_WEEK]
    done = subprocess.run(command, cwd=program.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    week, due = done.stdout.split()[-2:]
    return week, int(due)


def it_is_signed_off_and_published(page: Page) -> None:
    expect(page.get_by_text("等签发").first).to_be_visible()
    assert not accessibility.grave_violations(page)
    applying.press(page, "签发并公布")
    expect(page.get_by_text("已签发，现在公布了。")).to_be_visible()


def everybody_reads_it(person: Person, week: str, due: int) -> None:
    page = person.open("/rankings/")
    page.get_by_role("link", name=re.compile("年第")).first.click()
    expect(page.get_by_text("演示·屈签签发，第 1 版")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="城管局")).to_contain_text(f"0/{due}")
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])
    for name in ("ranking.csv", "ranking.json", "picture.png", "picture.svg"):
        assert page.request.get(f"{person.city}/rankings/{week}/{name}").ok, name
    assert page.request.get(f"{person.city}/rankings/feed.xml").ok


def the_unit_sees_its_own_place(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("城管局")
    expect(page.get_by_text("湖滨路路灯不亮（示例）")).to_be_visible()


def an_interview_is_arranged_and_held(page: Page) -> str:
    card = page.get_by_role("listitem").filter(has_text="城管局").filter(has_text="区间的上限也低于")
    card.get_by_role("button", name="确认约谈").click()
    expect(page.get_by_text("已确认约谈，请定时间地点。")).to_be_visible()
    page.get_by_role("navigation", name="工作台").get_by_role("link", name="约谈").click()
    page.get_by_role("main").get_by_role("link", name="城管局").click()
    page.get_by_label("什么时候", exact=True).fill(_at(timedelta(hours=1)))
    page.get_by_label("在哪里").fill("市政府三号会议室")
    applying.press(page, "通知单位")
    expect(page.get_by_text("时间地点已定")).to_be_visible()
    page.get_by_label("什么时候谈的").fill(_at(timedelta()))
    page.get_by_label("约谈了谁").fill("演示·王局 城管局局长")
    page.get_by_label("谈了什么、要求什么").fill("要求限期修复路灯（示例）。")
    applying.press(page, "记下约谈")
    expect(page.get_by_text("约谈已记下，等单位承诺整改。")).to_be_visible()
    assert not accessibility.grave_violations(page)
    return "/" + page.url.split("/", 3)[3]


def the_unit_promises_and_somebody_else_checks(page: Page, inspector: Person, place: str) -> None:
    expect(page.get_by_text("城管局局长")).to_be_visible()
    expect(page.get_by_text("演示·王局")).to_have_count(0)
    page.get_by_label("整改什么、怎么改").fill("增派两个抢修班，逾期件清零（示例）。")
    page.get_by_label("哪一天以前改好").fill(_at(timedelta(days=10))[:10])
    applying.press(page, "承诺整改")
    expect(page.get_by_text("整改承诺已记下。")).to_be_visible()
    checking = inspector.open(place)
    checking.get_by_label("核查的情况").fill("逾期件已清零（示例）。")
    applying.press(checking, "做到了，核查完毕")
    expect(checking.get_by_text("约谈已核查完毕。")).to_be_visible()


def an_order_is_issued_from_a_light(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("全市亮灯")
    page.get_by_role("main").get_by_role("link", name="城管局").click()
    page.get_by_role("row").filter(has_text="学府路").first.get_by_role("link", name="发督办单").click()
    page.get_by_label("事由", exact=True).fill("路灯长期不亮，群众没有得到答复（示例）。")
    page.get_by_label("督办要求").fill("三个工作日内修复并反馈（示例）。")
    applying.press(page, "签发督办单")
    expect(page.get_by_text(re.compile("督办〔.*号已签发"))).to_be_visible()
    assert not accessibility.grave_violations(page)
    return page.get_by_role("heading", level=1).inner_text()


def the_unit_answers_it(page: Page, number: str) -> None:
    page.get_by_role("link", name=number).click()
    applying.press(page, "签收")
    expect(page.get_by_text("已签收。请在期限以前反馈。")).to_be_visible()
    page.get_by_role("textbox", name="反馈").fill("电缆已更换，当晚恢复照明（示例）。")
    applying.press(page, "提交反馈")
    expect(page.get_by_text("反馈已提交，等督查核查。")).to_be_visible()


def somebody_else_checks_it(page: Page, number: str) -> None:
    page.get_by_role("link", name=number).click()
    page.get_by_label("核查的情况").fill("现场核查属实（示例）。")
    applying.press(page, "核查属实，办结")
    expect(page.get_by_text("督办单已办结。")).to_be_visible()
    paper = page.get_by_role("link", name="督办单（办结） · PDF").get_attribute("href")
    answer = page.request.get(page.url.split("/desk/")[0] + str(paper))
    assert answer.ok and answer.body().startswith(b"%PDF")


def the_leader_sees_it_on_one_screen(page: Page) -> None:
    expect(page.get_by_role("list", name="这一周的八个数").get_by_role("listitem")).to_have_count(8)
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])
    page.get_by_role("link", name="没有答复").click()
    page.get_by_role("link", name="城管局").click()
    expect(page.get_by_text("湖滨路路灯不亮（示例）")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="全市一屏").click()
    page.locator("summary", has_text="交办一件事").click()
    page.get_by_label("要办什么、要知道什么").fill("路灯为什么修得这么慢（示例）？")
    applying.press(page, "交办")
    expect(page.get_by_text("已交办，督查会收到。")).to_be_visible()


def _at(after: timedelta) -> str:
    """A moment from now on, as a field of a page takes it."""
    return f"{datetime.now(UTC).astimezone(HERE) + after:%Y-%m-%dT%H:%M:%S}"
