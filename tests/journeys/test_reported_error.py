"""A holder finds a mistake on a licence; the department corrects it by a new version, later suspends it, and anybody can verify that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import AGENT, APPROVER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People, Person

pytestmark = pytest.mark.journey
NUMBER, WRONG, RIGHT = "RC2-2021-0007", "水利水电工程", "市政公用工程（示例）"
TOLD, ANSWER = "注册专业应当是市政公用工程（示例）。", "已按注册档案更正（示例）。"


def test_a_mistake_becomes_a_new_version_and_a_suspension_is_seen_by_everybody(people: People) -> None:
    agent, issuer = people.signed_in(AGENT), people.signed_in(APPROVER, refusals=(422,))
    the_holder_reports(agent)
    the_issuer_corrects(issuer)
    corrected = the_holder_sees_the_answer(agent.open("/wallet/errors/"))
    page = agent.open(corrected)
    expect(page.get_by_role("main")).to_contain_text(RIGHT)
    verification = str(page.get_by_role("link", name="打开核验页").get_attribute("href"))
    the_issuer_suspends(issuer)
    expect(people.comes().open(verification).get_by_role("main")).to_contain_text("冻结")
    page = agent.open(f"{corrected}error/")
    expect(page.locator(".history")).to_contain_text("调查期间（示例）")


def the_holder_reports(agent: Person) -> None:
    page = agent.open("/wallet/")
    page.get_by_role("link").filter(has_text=NUMBER).click()
    page.get_by_role("link", name="证照有错？告诉发证部门").click()
    page.get_by_label("注册专业").check()
    page.get_by_label("现在写的是什么，应当是什么").fill(TOLD)
    applying.press(page, "告诉发证部门")
    expect(page.get_by_role("main")).to_contain_text("等发证部门答复")
    expect(page.get_by_role("main")).to_contain_text("个工作日")


def the_issuer_corrects(issuer: Person) -> None:
    page = issuer.open("/desk/errors/")
    page.get_by_role("link", name=NUMBER).click()
    expect(page.get_by_role("main")).to_contain_text(TOLD)
    page.get_by_label("确实有错，发更正的新版").check()
    page.locator("summary", has_text="改正内容").click()
    page.get_by_label("注册专业").fill(RIGHT)
    page.get_by_label("写给提出人的话").fill(ANSWER)
    applying.press(page, "看一遍再确认")
    expect(page.locator(".confirming")).to_contain_text(f"{RIGHT}（原来是{WRONG}）")
    page.get_by_role("button", name=re.compile("^确认答复")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("证照纠错")


def the_holder_sees_the_answer(page: Page) -> str:
    """The answer, and the address of the licence that is right."""
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    page.get_by_role("heading", level=2).filter(has_text=NUMBER).get_by_role("link").click()
    return str(page.get_by_role("link", name="看更正后的证照").get_attribute("href"))


def the_issuer_suspends(issuer: Person) -> None:
    """Finds it by its number; a change without grounds is not even asked about."""
    page = issuer.open("/desk/licences/")
    page.get_by_label(re.compile("证号")).fill(NUMBER)
    applying.press(page, "找证照")
    page.get_by_role("row").filter(has_text="制证中").or_(page.get_by_role("row").filter(has_text="有效")).get_by_role("link").first.click()
    page.get_by_label("冻结", exact=True).check()
    applying.press(page, "看一遍再确认")
    expect(page.locator(".error-summary")).to_contain_text("请写明法律依据")
    page.get_by_label("法律依据").fill("《行政处罚法》第九条第三项")
    page.get_by_label("理由", exact=True).fill("调查期间（示例）")
    applying.press(page, "看一遍再确认")
    page.get_by_role("button", name=re.compile("^确认冻结")).click()
    expect(page.get_by_role("main")).to_contain_text("已冻结")
