"""A campaign is written, opened, followed and ended; whoever wrote to the city is told what came of it and rates it, on a phone."""

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
from tests.journeys.people import LEADER, MOTHER, SUPERVISOR

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
HERE = ZoneInfo("Asia/Shanghai")
NARROW = {"width": 390, "height": 844}
NAME = "井盖整治行动（示例）"
RESULTS = "更换破损井盖八十六个，新装防坠网一百二十张（示例）。"
# What no page waits for: the clock that links and tells, each five minutes.
WRITTEN = """
import uuid
from tongban.board import actions as board
from tongban.board.terms import Channel, NewMessage, Origin
from tongban.campaigns import jobs
from tongban.identity import queries as identity
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind
from tongban.supervision import actions

now = clock.now()
actions.switch_on(place="chengguan", by=identity.actor(identity.login_by_phone("19900000180").pk, at=now), at=now)
author = identity.actor(identity.login_by_phone("19900000003").pk, at=now, as_person=True)
text = "学府路小学门口的井盖碎了一半，孩子上学要绕着走，请尽快换好（示例）。"
message = NewMessage(kind=Kind.HELP, title="学府路井盖破损（示例）", text=text, category="010203", district="donghuqu")
posted = board.post(key=uuid.uuid4(), message=message, origin=Origin(Channel.WEB), by=author, at=now)
jobs.matching(clock.now())
print(posted.number)
"""
TOLD = """
from tongban.campaigns import jobs
from tongban.kernel import clock
print(jobs.telling(clock.now()))
"""


def test_a_campaign_and_what_its_authors_say_of_it(people: People, city: Program) -> None:
    supervisor, leader = people.signed_in(SUPERVISOR), people.signed_in(LEADER)
    it_is_written(supervisor.open("/desk/campaigns/"))
    it_is_opened_by_the_leader(leader.open("/desk/campaigns/?shelf=drafted"))
    number = run(city, WRITTEN)
    everybody_reads_it(people.comes(viewport=NARROW), number)
    results_are_written(supervisor.open("/desk/campaigns/"), number)
    the_leader_ends_it(leader.open("/desk/campaigns/"))
    assert int(run(city, TOLD)) >= 1
    the_author_is_told_and_rates_it(people.signed_in(MOTHER, viewport=NARROW), number)
    everybody_reads_what_authors_say(people.comes(viewport=NARROW))


def run(city: Program, code: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in program.OURS}
    environment = kept | {"DATABASE_URL": city.database, "TONGBAN_VAR": str(city.var), "TONGBAN_ENV": "development"}
    command = [sys.executable, str(program.ROOT / "manage.py"), "shell", "-v", "0", "-c", code]
    done = subprocess.run(command, cwd=program.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def it_is_written(page: Page) -> None:
    page.get_by_role("link", name="写专项行动").click()
    applying.answer(page, "依据", "督查发现")
    page.get_by_label("行动的名称").fill(NAME)
    page.get_by_label("什么事（类别）").select_option("010203")
    page.get_by_label("在哪里（区域）").select_option("donghuqu")
    page.get_by_label("为什么开展").fill("开学以后井盖破损的反映增多（示例）。")
    page.get_by_label("牵头单位").select_option("chengguan")
    page.get_by_label("负责人的姓名").fill("演示·王局")
    page.get_by_label("负责人的职务").fill("城管局局长")
    page.get_by_label("参加的单位和分工").fill("城管局：更换井盖\n教育局：排查学校周边")
    page.get_by_label("哪一天开始").fill(_day(0))
    page.get_by_label("计划哪一天结束").fill(_day(28))
    assert not accessibility.grave_violations(page)
    applying.press(page, "写下，请人审定")
    expect(page.get_by_text("已写下，等另一个人审定。")).to_be_visible()
    expect(page.get_by_role("button", name="看过了，开始行动")).to_have_count(0)
    page.get_by_label("哪一天", exact=True).fill(_day(1))
    page.get_by_label("做什么").fill("学校周边逐个排查（示例）。")
    applying.press(page, "写下措施")
    expect(page.get_by_text("措施已写下。")).to_be_visible()
    assert not accessibility.grave_violations(page)


def it_is_opened_by_the_leader(page: Page) -> None:
    from_the_list(page)
    expect(page.get_by_text("学校周边逐个排查（示例）。")).to_be_visible()
    applying.press(page, "看过了，开始行动")
    expect(page.get_by_text("行动已开始，已公开。")).to_be_visible()


def everybody_reads_it(person: Person, number: str) -> None:
    page = person.open("/campaigns/")
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])
    page.get_by_role("link", name=NAME).click()
    for words in ("演示·王局", "更换井盖", "学校周边逐个排查（示例）。", "进行中"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("1 条留言")).to_be_visible()
    assert number
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])


def results_are_written(page: Page, number: str) -> None:
    from_the_list(page)
    expect(page.get_by_role("link", name=number)).to_be_visible()
    page.get_by_label("行动的结果").fill(RESULTS)
    applying.press(page, "写好，请人审定")
    expect(page.get_by_text("结果已写好，等另一个人审定。")).to_be_visible()


def the_leader_ends_it(page: Page) -> None:
    from_the_list(page)
    expect(page.get_by_text(RESULTS).first).to_be_visible()
    applying.press(page, "看过了，结束行动")
    expect(page.get_by_text("行动已结束，结果已公开")).to_be_visible()
    assert not accessibility.grave_violations(page)


def the_author_is_told_and_rates_it(person: Person, number: str) -> None:
    page = person.open("/me/notices/")
    expect(page.get_by_text("您反映的事有了专项行动的结果")).to_be_visible()
    page = person.open(f"/board/{number}/")
    page.get_by_role("link", name="看结果，评价").click()
    expect(page.get_by_text(RESULTS)).to_be_visible()
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])
    applying.answer(page, "事情解决了没有？", "解决了")
    applying.answer(page, "您对这次行动满意吗？", "满意")
    applying.press(page, "提交评价")
    expect(page.get_by_text("谢谢您的评价。")).to_be_visible()
    page.get_by_role("link", name="看结果，评价").click()
    expect(page.get_by_text("您已经评价过这个行动，谢谢。")).to_be_visible()


def everybody_reads_what_authors_say(person: Person) -> None:
    page = person.open("/campaigns/")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text(re.compile("1 位评价了：1 位说解决了"))).to_be_visible()
    expect(page.get_by_text(RESULTS)).to_be_visible()
    assert not accessibility.grave_violations(page) + accessibility.too_wide(page, NARROW["width"])


def from_the_list(page: Page) -> None:
    page.get_by_role("row").filter(has_text=NAME).get_by_role("link").click()


def _day(after: int) -> str:
    """A day from now on in the city, as a field of a page takes it."""
    return f"{datetime.now(UTC).astimezone(HERE) + timedelta(days=after):%Y-%m-%d}"
