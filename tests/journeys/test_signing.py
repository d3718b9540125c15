"""A company seals its application and hands it in; the reviewer sees the seal and its verification. Without it nothing is handed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tongban.kernel import one_time

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People

pytestmark = pytest.mark.journey
FOOD, WATER_WINDOW = "19900000006", "19900000106"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # the demo city's, printed by bin/serve
PLACE = "/services/350100-SL-0301/apply/"


def code_of_now() -> str:
    return one_time.code(SECRET, one_time.counter_at(datetime.now(UTC)))


def prepare_water(page: Page, city: str) -> None:
    """Up to the page on which it is checked."""
    page.goto(city + PLACE)
    page.get_by_label("榕城清源食品").check()
    applying.press(page, "继续填写")
    applying.answer(page, "取水用来做什么？", "生产、供水或者农场灌溉")
    applying.answer(page, "是新建项目要取水吗？", "不是，用原有的取水设施")
    applying.answer(page, "附近有别人也在取水，可能受影响吗？", "没有")
    applying.press(page, "继续填写")
    applying.press(page, "保存并继续")
    applying.answer(page, "水从哪里来", "河、湖、水库")
    page.get_by_label("取水地点", exact=True).fill("西岭区清水湾村 东溪")
    applying.answer(page, "取水地点在城市规划区里", "否")
    applying.press(page, "保存并继续")
    applying.answer(page, "用途", "工业用水")
    page.get_by_label("一年取多少水（立方米）").fill("12000")
    page.get_by_label("怎么计量").fill("电磁流量计")
    applying.press(page, "保存并继续")
    applying.attach(page, "取水地点位置图")
    applying.press(page, "去核对")


def test_a_company_seals_its_application_and_the_reviewer_sees_it(people: People) -> None:
    person = people.signed_in(FOOD, refusals=(403,))
    page = person.page
    prepare_water(page, person.city)
    main = page.get_by_role("main")
    expect(main.get_by_role("button", name="提交申请")).to_have_count(0)
    applying.press(page, "去盖章")
    page.get_by_label("登录密码").fill("rongcheng-demo-2026")
    page.get_by_label("动态验证码", exact=True).fill("000000")
    applying.press(page, "盖章")
    expect(page.locator(".error-summary")).to_contain_text("动态验证码不对")
    page.get_by_label("登录密码").fill("rongcheng-demo-2026")
    page.get_by_label("动态验证码", exact=True).fill(code_of_now())
    applying.press(page, "盖章")
    expect(page.get_by_role("heading", level=1)).to_have_text("签好了，提交吧")
    case = applying.submit(page)
    page.goto(person.city + case.place)
    expect(page.locator(".signature")).to_contain_text("验证通过")

    clerk = people.signed_in(WATER_WINDOW)
    clerk.open("/desk/")
    clerk.page.get_by_role("link", name=case.number).first.click()
    signature = clerk.page.locator(".signature")
    expect(signature).to_contain_text("申请人的印章")
    expect(signature).to_contain_text("单位章")
    signature.get_by_text("提交时逐项验证的结果").click()
    expect(signature.locator(".checks").first).to_contain_text("签章者的签名有效")
    assert re.search(r"验证通过", signature.inner_text())
