"""A call is taken down at the duty desk; a unit takes and drafts, its approver publishes; the city's own desk calls the author back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import accessibility, applying
from tests.journeys.people import CALL_BACK, DUTY, MESSAGES, MESSAGES_APPROVER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People

pytestmark = pytest.mark.journey
TITLE = "湖滨路路口两盏路灯不亮（示例）"
TEXT = "湖滨路和学府路路口的两盏路灯坏了三天，晚上看不见路，老人走路害怕，请派人来修。"
THIN = "您的留言收悉，我们会认真研究，感谢您的支持。"
ANSWER = (
    "经现场核实，湖滨路路口的两盏路灯因电缆老化断电。根据《城市照明管理规定》第二十一条，市路灯所已于本月24日组织抢修，更换电缆四十米、灯头两个，"
    "当晚恢复照明；并对该路段其余三十六盏路灯逐一检查，没有发现同类问题，以后每周夜间巡查一次。如再发现不亮，请拨打路灯所值班电话0999-8001777，"
    "值班人员两小时内到场处理。感谢您的反映和监督，也请您对这次办理结果作出评价。"
)


def test_from_the_telephone_to_the_call_back(people: People) -> None:
    number = a_call_is_taken_down(people.signed_in(DUTY, refusals=(422,)).open("/desk/"))
    clerk = people.signed_in(MESSAGES, refusals=(422,)).open("/desk/")
    a_unit_takes_it(clerk, number)
    a_thin_reply_is_not_submitted_and_a_full_one_is(clerk)
    its_approver_publishes_it(people.signed_in(MESSAGES_APPROVER).open("/desk/messages/approvals/"), number)
    the_author_is_called_back(people.signed_in(CALL_BACK, refusals=(422,)).open("/desk/"), number)


def a_call_is_taken_down(page: Page) -> str:
    expect(page.get_by_role("heading", name="值班台", exact=True)).to_be_visible()
    begin = page.get_by_role("button", name="接班", exact=True)
    if begin.count():
        begin.click()
        expect(page.get_by_text("您已接班")).to_be_visible()
    assert not accessibility.grave_violations(page)
    page.get_by_role("main").get_by_role("link", name="记录来电来访").click()
    page.get_by_label("来人的电话").fill("19900009991")
    page.get_by_label("怎么称呼").fill("演示·来电人")
    applying.press(page, "念一遍给来人听")
    expect(page.get_by_role("alert")).to_contain_text("请写下来人说的事")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("说的是什么").fill(TEXT)
    page.get_by_label("类别").select_option("010202")
    applying.press(page, "念一遍给来人听")
    expect(page.get_by_role("heading", name="公开时大家看到的")).to_be_visible()
    page.get_by_role("button", name=re.compile("登记，发短信回执")).click()
    expect(page.get_by_role("heading", name="已登记")).to_be_visible()
    return str(page.locator(".receipt-number .number").first.text_content())


def a_unit_takes_it(page: Page, number: str) -> None:
    """By the keyboard: o opens what j has chosen."""
    expect(page.get_by_role("heading", name="本单位工单")).to_be_visible()
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_text(TEXT)).to_be_visible()
    assert not accessibility.grave_violations(page)
    page.get_by_role("button", name=re.compile("^签收")).click()
    expect(page.get_by_role("heading", name="起草答复")).to_be_visible()


def a_thin_reply_is_not_submitted_and_a_full_one_is(page: Page) -> None:
    page.get_by_role("button", name="填进草稿").click()
    expect(page.get_by_label("答复", exact=True)).to_have_value(re.compile("收悉"))
    page.get_by_label("答复", exact=True).fill("")
    page.get_by_label("答复", exact=True).press_sequentially(THIN)
    expect(page.get_by_role("status")).to_contain_text("没有写做了什么")
    page.get_by_role("button", name=re.compile("^提交审核")).click()
    expect(page.get_by_role("alert")).to_contain_text("答复还不能提交")
    page.get_by_label("答复", exact=True).fill(ANSWER)
    page.get_by_role("button", name=re.compile("^提交审核")).click()
    expect(page.get_by_text("答复已提交审核")).to_be_visible()


def its_approver_publishes_it(page: Page, number: str) -> None:
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_text("经现场核实")).to_be_visible()
    page.get_by_role("button", name=re.compile("同意，公开答复")).click()
    expect(page.get_by_text(f"{number} 的答复已公开")).to_be_visible()


def the_author_is_called_back(page: Page, number: str) -> None:
    page.get_by_role("link", name=number, exact=True).click()
    page.get_by_label("已评价").check()
    page.get_by_role("button", name=re.compile("^记下")).click()
    expect(page.get_by_role("alert")).to_contain_text("两项都要选")
    page.get_by_label("解决了", exact=True).check()
    page.get_by_label("非常满意").check()
    page.get_by_role("button", name=re.compile("^记下")).click()
    expect(page.get_by_text(f"{number} 的回访已记下")).to_be_visible()
    expect(page.get_by_role("link", name=number, exact=True)).to_have_count(0)
