"""Somebody over eighty, on a phone whose browser runs no script, from the search to the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import ELDER, PHONE, sign_in

if TYPE_CHECKING:
    from tests.journeys.people import People
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey


def test_an_allowance_is_applied_for_by_touch_alone(people: People, city: Program) -> None:
    elder = people.comes(**PHONE, java_script_enabled=False)
    page = elder.open("/")
    page.get_by_role("button", name="长辈版").tap()
    expect(page.locator("html.elder")).to_have_count(1)
    applying.look_for(page, "老人补贴")
    page.get_by_role("link", name="八十岁以上老人领高龄津贴").tap()
    page.get_by_role("link", name="登录后办理").tap()
    sign_in(page, ELDER)
    applying.prepare_allowance(page, city.address)
    for row in ("老人姓名 演示·孙国", "现在住在哪里 榕城市东湖区长寿里2号（演示）", "居民身份证", "居民户口簿", "社会保障卡"):
        expect(page.get_by_role("row", name=row).first).to_be_visible()
    case = applying.submit(page)
    page.get_by_role("link", name="看办理进度").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("民政局正在核对材料，决定是否受理")
    expect(page.get_by_role("main")).to_contain_text(case.number)
    expect(page.locator(".lanes-list")).to_contain_text("2 个部门同时办")
    page.get_by_text("怎么算的").tap()
    expect(page.get_by_text("开始的当天不算")).to_be_visible()
