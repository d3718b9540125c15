"""The message board: written on a phone, answered by a unit, rated by its author; and by touch alone, without script or account."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import MOTHER, PHONE
from tests.journeys.program import OURS, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
LITTER = "西山区松涛路二十号楼下的垃圾桶三天没有人清运，味道很大，希望每天清一次（示例）。我的电话是13900001111。"
MANHOLE = "南港区港湾路的井盖松动，车一过就响，晚上睡不着，请尽快修理（示例）。"
FIGURES = "零一二三四五六七八九十"
ANSWERED = """
import sys, django
django.setup()
from tests.channels.citizen import messages
from tongban.board.models import Message
from tongban.board.terms import Posted
from tongban.kernel import clock
row = Message.objects.get(number=sys.argv[1])
messages.answered(Posted(row.pk, row.number), at=clock.now())
"""


def test_a_message_from_a_phone_is_answered_and_rated(people: People, city: Program) -> None:
    mother = people.signed_in(MOTHER, **PHONE)
    page = mother.open("/")
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="留言").tap()
    page.get_by_role("link", name="我要留言").tap()
    write(page, "投诉", LITTER, district="西山区")
    expect(page.get_by_role("main")).to_contain_text("大家会看到")
    expect(page.get_by_role("main")).not_to_contain_text("13900001111")
    page.get_by_role("button", name="发出留言").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的留言已经收到")
    number = page.locator(".receipt-number strong").inner_text()
    answer(city, number)
    page.get_by_role("link", name="看这条留言").tap()
    expect(page.get_by_role("heading", name="的答复").first).to_be_visible()
    page.get_by_label("解决了", exact=True).check()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交评价").tap()
    expect(page.get_by_role("main")).to_contain_text("谢谢您的评价")
    expect(page.locator(".message-head")).to_contain_text("已办结")
    stranger = people.comes(**PHONE).open(f"/board/{number}/")
    expect(stranger.get_by_role("region", name="评价").first).to_contain_text("解决了")
    expect(stranger.get_by_role("main")).not_to_contain_text("13900001111")


def test_a_draft_outlives_a_closed_page_and_goes_when_it_is_sent(people: People) -> None:
    mother = people.signed_in(MOTHER, **PHONE)
    page = mother.open("/board/new/")
    page.get_by_label("求助").check()
    page.get_by_label("什么事？").fill("西山区驿站路的公厕锁了门，老人没有地方去（示例）。")
    page.goto("about:blank")
    page = mother.open("/board/new/")
    page.get_by_role("button", name="接着写").tap()
    expect(page.get_by_label("什么事？")).to_have_value("西山区驿站路的公厕锁了门，老人没有地方去（示例）。")
    page.get_by_role("button", name="下一步：核对").tap()
    page.get_by_role("button", name="发出留言").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的留言已经收到")
    mother.open("/board/new/")
    expect(page.get_by_role("button", name="接着写")).to_have_count(0)
    page.get_by_role("radio", name="举报").check()
    page.get_by_label("什么事？").fill("有人偷倒垃圾（示例）。")
    mother.open("/board/new/")
    expect(page.get_by_role("button", name="接着写")).to_have_count(0)


def test_a_connection_that_only_seems_to_be_there_takes_nothing_away(people: People) -> None:
    stranger = people.comes(**PHONE, refusals=(503,))
    page = stranger.open("/board/new/")
    page.get_by_role("radio", name="求助").check()
    page.get_by_label("什么事？").fill(MANHOLE)
    page.route("**/*", lambda route: route.fulfill(status=503, body=""))  # a proxy answers for a city that does not
    page.get_by_role("button", name="下一步：核对").tap()
    expect(page.get_by_text("现在没有网络，还没有发出")).to_be_visible()
    expect(page.get_by_label("什么事？")).to_have_value(MANHOLE)
    page.unroute("**/*")
    page.get_by_role("button", name="下一步：核对").tap()
    expect(page.get_by_role("button", name="发出留言")).to_be_visible()


def test_without_script_and_account_a_code_opens_it_again(people: People) -> None:
    stranger = people.comes(**PHONE, java_script_enabled=False, refusals=(404,))
    page = stranger.open("/board/new/")
    write(page, "求助", MANHOLE, district="南港区")
    asked = page.locator("label[for=sum_answer]").inner_text()
    page.get_by_label("请算一算").fill(summed(asked))
    page.get_by_role("button", name="发出留言").tap()
    number = page.locator(".receipt-number strong").first.inner_text()
    code = page.locator("#code").inner_text()
    another = people.comes(**PHONE, java_script_enabled=False, refusals=(404,))
    page = another.open("/board/track/")
    for typed in ("0000-0000-0000", code):
        page.get_by_label("留言编号").fill(number)
        page.get_by_label("查询码").fill(typed)
        page.get_by_role("button", name="看这条留言").tap()
    expect(page.get_by_role("heading", name="只有您看得到")).to_be_visible()
    page.get_by_text("补充几句").tap()
    page.get_by_label("补充的内容").fill("就在公交站旁边（示例）。")
    page.get_by_role("button", name="补充").tap()
    expect(page.get_by_role("main")).to_contain_text("就在公交站旁边")
    page.get_by_role("button", name="看完了，离开").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("城市留言板")
    assert another.page.goto(f"{another.city}/board/{number}/").status == 404  # type: ignore[union-attr]


def write(page: Page, kind: str, words: str, *, district: str) -> None:
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("什么事？").fill(words)
    page.get_by_label("区、街道").select_option(label=district)
    page.get_by_role("button", name="下一步：核对").tap()


def summed(asked: str) -> str:
    one, sign, other = next((*asked.removeprefix("请算一算：").partition(sign),) for sign in "加减" if sign in asked)
    high, low = FIGURES.index(one.strip()), FIGURES.index(other[: other.index("等于")])
    return str(high + low if sign == "加" else high - low)


def answer(city: Program, number: str) -> None:
    """The unit that has it takes it and answers, through its verbs, in a process of its own: Django's ORM is not for this one."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    told = {**kept, "DATABASE_URL": city.database, "TONGBAN_VAR": str(city.var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", ANSWERED, number], cwd=ROOT, env=told, check=True)
