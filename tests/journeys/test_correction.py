"""One correction: the window asks once and lists everything; the answer comes in the same case; the desk sees what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying, handling
from tests.journeys.people import AGENT, APPROVER, REVIEWER, WATER, WINDOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.applying import Case
    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
ASSETS, AUDIT = "净资产和审计报告对不上，请照报告填（示例）。", "少了会计师事务所盖章的那一页（示例）。"
STAMPED = {**applying.REPORT, "name": "盖章的审计报告（示例）.pdf", "buffer": applying.PDF + b"% stamped\n"}


def test_two_points_are_asked_for_once_and_answered_in_the_same_case(people: People, city: Program) -> None:
    agent, window = people.signed_in(AGENT), people.signed_in(WINDOW)
    case = applying.apply_for_qualification(agent.page, city.address, trades=["水利水电工程"])
    the_window_lists_both_points(window, case)
    applying.sees(agent.page, city.address, case, "请您补正 2 处，补齐后接着办", happened="建设委员会.*发出补正告知书")
    the_applicant_answers(agent.page)
    applying.sees(agent.page, city.address, case, "建委正在核对材料，决定是否受理", clock="答复是否受理", happened="补正后重新提交")

    the_desk_sees_what_changed(window, case)
    handling.unfold(window, "受理")
    handling.act(window, "确认受理")
    handling.review(people.signed_in(REVIEWER), case)
    handling.review(people.signed_in(WATER), case)
    handling.grant(people.signed_in(APPROVER), case)
    applying.sees(agent.page, city.address, case, "办好了")


def the_window_lists_both_points(window: Person, case: Case) -> None:
    """Reads the notice once more before it goes out."""
    handling.take(window, case)
    handling.unfold(window, "请申请人补正")
    act = window.page.locator(".act")
    for target, shortcoming, note in (("净资产（万元）", "有误", ASSETS), ("上一年度审计报告", "不完整", AUDIT)):
        act.get_by_label(target, exact=True).select_option(shortcoming)
        act.get_by_label(f"{target}：缺什么、怎么补").fill(note)
    handling.press(window, "看一遍补正告知书")
    for words in (ASSETS, AUDIT):
        expect(act).to_contain_text(words)
    handling.act(window, "确认发出补正告知书")


def the_applicant_answers(page: Page) -> None:
    for words in (ASSETS, AUDIT):
        expect(page.get_by_role("main")).to_contain_text(words)
    page.get_by_role("link", name="现在补正").click()
    page.get_by_label("净资产（万元）").fill("4800")
    applying.attach(page, "上一年度审计报告", STAMPED)
    applying.press(page, "核对补正的内容")
    expect(page.get_by_role("row", name="净资产（万元）")).to_contain_text("4800")
    expect(page.get_by_role("row", name="上一年度审计报告")).to_contain_text("盖章的审计报告")
    page.get_by_role("main").get_by_role("button", name="提交补正").click()


def the_desk_sees_what_changed(window: Person, case: Case) -> None:
    handling.take(window, case)
    assets = window.page.get_by_role("row").filter(has_text="已修改")
    expect(assets).to_have_count(1)
    for words in ("净资产（万元）", "4800", "原来是", "5200"):
        expect(assets).to_contain_text(words)
    expect(window.page.locator(".materials")).to_contain_text("盖章的审计报告")
    handling.unfold(window, "请申请人补正")
    expect(window.page.locator(".act select")).to_have_count(2)  # nothing new may be asked for now
