"""Street lamps surge; a report is worded by one person and approved by another, printed, and made into an order with one click."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import accessibility, applying, program
from tests.journeys.people import SUPERVISOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
ANALYST = "19900000184"
NARROW = {"width": 390, "height": 844}
# What no page offers: weeks that have passed. One message a week, then twenty-two, all of them displayed; and the night after them.
A_SURGE = """
import uuid
from datetime import timedelta
from tongban.board import actions as board
from tongban.board.terms import Channel, NewMessage, Origin
from tongban.identity import queries as identity
from tongban.identity.terms import SYSTEM, Actor, ActorKind, Assurance
from tongban.insight import actions as insight
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind
from tongban.snapshots.actions import record_snapshot
from tongban.supervision import actions, queries
from tongban.supervision.rules import weeks

now, zone = clock.now(), clock.city_zone()
week = weeks.before(weeks.week_of(now, zone), zone)
if weeks.closing(week, queries.release().closes, zone) > now:
    week = weeks.before(week, zone)
supervisor, screener = (identity.actor(identity.login_by_phone(phone).pk, at=now) for phone in ("19900000180", "19900000124"))
actions.switch_on(place="chengguan", by=supervisor, at=week.since - timedelta(days=90))
NAMES = "湖滨 学府 建设 人民 解放 中山 和平 胜利 民主 新华 工农 东风 朝阳 光明 友谊 团结 劳动 青年 文化 体育 滨江 长江".split()


def posted(place, at):
    name = NAMES[place]
    text = f"{name}路{place + 3}号门口的路灯已经{place + 2}天不亮，{name}小区的老人晚上出门看不见台阶（示例）。"
    author = Actor(kind=ActorKind.PERSON, id=uuid.uuid4(), name="演示甲", person_id=uuid.uuid4(), level=Assurance.PHONE)
    message = NewMessage(kind=Kind.HELP, title=f"{name}路路灯不亮（示例）", text=text, category="010202")
    made = board.post(key=uuid.uuid4(), message=message, origin=Origin(Channel.WEB), by=author, at=at)
    board.screen(message_id=made.message_id, shown=True, by=screener, at=at + timedelta(hours=1))


for back in range(1, 12):
    posted(back, week.since - timedelta(days=7 * back - 1))
for place in range(22):
    posted(place, week.since + timedelta(hours=5 * place))
record_snapshot(by=SYSTEM, at=now)
insight.record_detection(until=clock.city_date(week.until), by=SYSTEM, at=now)
print(week.key)
"""


def test_a_surge_becomes_a_report_and_the_report_an_order(people: People, city: Program) -> None:
    week = lamps_surge(city)
    analyst, supervisor = people.signed_in(ANALYST), people.signed_in(SUPERVISOR)
    place = a_report_is_drawn_up(analyst.open("/desk/reports/"), week)
    it_is_worded_and_handed_up(analyst.open(place))
    another_person_approves_it(supervisor.open(place))
    its_paper_is_sealed(supervisor, place)
    number = one_click_issues_the_order(supervisor.open(place))
    the_report_names_its_order(supervisor.open(place), number)
    everybody_reads_it(people.comes(viewport=NARROW))


def lamps_surge(city: Program) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in program.OURS}
    environment = kept | {"DATABASE_URL": city.database, "TONGBAN_VAR": str(city.var), "TONGBAN_ENV": "development"}
    command = [sys.executable, str(program.ROOT / "manage.py"), "shell", "-v", "0", "-c", A_SURGE]
    done = subprocess.run(command, cwd=program.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def a_report_is_drawn_up(page: Page, week: str) -> str:
    page.locator("summary", has_text="现在生成一份").click()
    page.get_by_label("周报").check()
    page.get_by_label("哪一期").fill(week)
    applying.press(page, "生成")
    expect(page.get_by_text("已生成FX")).to_be_visible()
    expect(page.get_by_role("heading", name="群众的话").first).to_be_visible()
    expect(page.get_by_text("湖滨路路灯不亮（示例）").first).to_be_visible()
    assert not accessibility.grave_violations(page)
    return "/" + page.url.split("/", 3)[3]


def it_is_worded_and_handed_up(page: Page) -> None:
    page.get_by_role("link", name="修改").click()
    page.get_by_label("标题").fill("路灯集中反映的一周（示例）")
    page.get_by_label("评述").first.fill("多在老城区，和线路老化有关（示例）。")
    page.get_by_label("督办要求").first.fill("五个工作日内逐盏修复，并书面反馈（示例）。")
    applying.press(page, "存为新的一版")
    expect(page.get_by_text("已存为第 2 版。")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("路灯集中反映的一周（示例）")
    page.get_by_role("link", name="各版对照").click()
    expect(page.get_by_role("row").filter(has_text="评述")).to_contain_text("多在老城区")
    assert not accessibility.grave_violations(page)
    page.go_back()
    applying.press(page, "提交审定")
    expect(page.get_by_text("已提交，等另一个人审定。")).to_be_visible()


def another_person_approves_it(page: Page) -> None:
    expect(page.get_by_text("多在老城区，和线路老化有关（示例）。")).to_be_visible()
    page.get_by_label("同时向社会公开").check()
    applying.press(page, "审定签发")
    expect(page.get_by_text("已审定签发。")).to_be_visible()


def its_paper_is_sealed(supervisor: Person, place: str) -> None:
    """The worker makes it."""
    page = supervisor.open(place)
    link = page.get_by_role("link", name="签章的报告（PDF）")
    for _ in range(60):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    answer = page.request.get(f"{supervisor.city}{link.get_attribute('href')}")
    assert answer.ok and answer.body().startswith(b"%PDF") and answer.headers["content-type"] == "application/pdf"
    assert not accessibility.grave_violations(page)


def one_click_issues_the_order(page: Page) -> str:
    proposed = page.locator("section.act").filter(has_text="五个工作日内逐盏修复")
    proposed.get_by_role("button", name="签发督办单").click()
    expect(page.get_by_text("已签发。")).to_be_visible()
    expect(page.get_by_text("五个工作日内逐盏修复，并书面反馈（示例）。")).to_be_visible()
    return page.get_by_role("heading", level=1).inner_text()


def the_report_names_its_order(page: Page, number: str) -> None:
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)


def everybody_reads_it(person: Person) -> None:
    page = person.open("/reports/")
    page.get_by_role("link", name="路灯集中反映的一周（示例）").click()
    expect(page.get_by_text("多在老城区，和线路老化有关（示例）。")).to_be_visible()
    expect(page.get_by_text("拟发督办单")).to_have_count(0)
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])
    paper = page.get_by_role("link", name="签章的报告（PDF）").get_attribute("href")
    assert page.request.get(f"{person.city}{paper}").body().startswith(b"%PDF")
