"""Collected once, never asked again: a service that takes everything from the library, and a counter that asks for a number only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import ELDER, WINDOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
CIVIL_AFFAIRS = "19900000107"
COMPANY = "91999999000002006H"
NUMBER = "身份证号、统一社会信用代码，或者扫来人手机上的码"
ARTICLE = "《政务数据共享条例》第十九条"
VERDICTS = ("和颁发时一样", "状态有效", "标识校验通过", "在有效期内")


def test_an_allowance_without_a_single_file(people: People, city: Program) -> None:
    elder = people.signed_in(ELDER)
    page = elder.page
    fill_in(page, city.address)
    the_preview_says_what_for_whom_and_why(page)
    applying.press(page, "去核对")
    expect(page.get_by_role("main")).to_contain_text("提交就是同意把上面 2 份证照的加注副本交给榕城市民政局")
    case = applying.submit(page)
    clerk = people.signed_in(CIVIL_AFFAIRS)
    the_clerk_sees_what_was_verified(clerk.open(f"/desk{case.place}"))
    the_holder_reads_who_was_given_what(elder.open("/wallet/uses/"), case.number)


def fill_in(page: Page, city: str) -> None:
    page.goto(f"{city}/services/{applying.ALLOWANCE}/apply/")
    applying.answer(page, "老人满80周岁了吗？", "满了")
    applying.answer(page, "老人是榕城户口吗？", "是")
    applying.answer(page, "津贴打到哪里？", "老人的社会保障卡")
    applying.press(page, "继续填写")
    applying.press(page, "保存并继续")
    applying.answer(page, "每个月有多少养老金或者收入", "不到1500元")
    applying.press(page, "保存并继续")


def the_preview_says_what_for_whom_and_why(page: Page) -> None:
    """By law where there is a duty, else on agreement; each licence with what was verified of it, and nothing to upload."""
    expect(page.get_by_role("heading", level=1)).to_have_text("材料")
    card = page.get_by_role("group", name="居民身份证")
    expect(card).to_contain_text(f"依{ARTICLE}，由部门直接从证照库取用")
    expect(card.get_by_role("checkbox")).to_have_count(0)
    for material in ("居民户口簿", "社会保障卡"):
        group = page.get_by_role("group", name=material)
        expect(group.get_by_role("checkbox", name=re.compile("用证照库里的"))).to_be_checked()
        expect(group).to_contain_text("会给出")
        expect(group).to_contain_text("榕城市民政局 · 只用来办这件事")
        for verdict in VERDICTS:
            expect(group).to_contain_text(verdict)


def the_clerk_sees_what_was_verified(page: Page) -> None:
    materials = page.locator(".case-materials")
    materials.get_by_text("核验了什么").first.click()
    for verdict in VERDICTS:
        expect(materials).to_contain_text(verdict)
    expect(materials).to_contain_text(f"依{ARTICLE}，不需要申请人同意")
    copy = page.request.get(materials.get_by_role("link", name="居民户口簿").first.evaluate("link => link.href"))
    assert copy.headers["content-type"] == "application/pdf" and copy.body().startswith(b"%PDF")


def the_holder_reads_who_was_given_what(page: Page, number: str) -> None:
    expect(page.get_by_role("main")).to_contain_text("申请时取用")
    expect(page.get_by_role("main")).to_contain_text(number)
    expect(page.get_by_role("main")).to_contain_text("榕城市民政局")


def test_at_the_counter_the_number_is_enough(people: People) -> None:
    clerk = people.signed_in(WINDOW, refusals=(422,))
    page = clerk.open("/desk/counter/")
    page.get_by_label(NUMBER).fill(COMPANY[:-1] + "A")
    page.get_by_label("为什么查").fill("受理示例许可，核对营业执照")
    page.get_by_label("来人在窗口：登记这次来访").check()
    applying.press(page, "查")
    expect(page.get_by_role("alert")).to_contain_text("统一社会信用代码不对")
    page.get_by_label(NUMBER).fill(COMPANY)
    applying.press(page, "查")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("榕城示例建设有限公司（演示）")
    row = page.get_by_role("row", name=re.compile("营业执照")).first
    for verdict in VERDICTS:
        expect(row).to_contain_text(verdict)
    expect(row.get_by_role("button", name=re.compile("看副本"))).to_be_visible()
