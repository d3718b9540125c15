"""One department disagrees, and the city refuses: by a numbered decision with its reasons, and the ways to go against it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying, handling
from tests.journeys.people import AGENT, APPROVER, REVIEWER, ROAD, WATER, WINDOW

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.applying import Case
    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
OPINION = "水利专业技术人员不足六人（示例意见）。"
REASONS = "水利专业的技术人员达不到三级标准，公路部分可以另行申请（示例理由）。"
RECONSIDERATION, COURT = "榕城市榕树路1号行政复议接待室", "榕城市东湖区人民法院"


def test_the_water_bureau_disagrees_and_the_city_refuses_with_reasons_and_remedies(people: People, city: Program, tmp_path: Path) -> None:
    agent = people.signed_in(AGENT)
    case = applying.apply_for_qualification(agent.page, city.address)
    handling.accept(people.signed_in(WINDOW), case)
    handling.review(people.signed_in(REVIEWER), case)
    water = people.signed_in(WATER, refusals=(422,))
    silence_needs_no_words_but_a_no_does(water, case)
    handling.review(people.signed_in(ROAD), case)
    approver = people.signed_in(APPROVER, refusals=(422,))
    the_approver_sees_both_opinions(approver, case)
    no_refusal_without_reasons(approver)
    approver.page.get_by_label("理由").fill(REASONS)
    handling.act(approver, "不予许可", "确认不予许可")

    applying.sees(agent.page, city.address, case, "没有批准（不予许可）", happened="作出决定.*不予许可")
    until = the_page_says_where_to_turn_and_until_when(agent.page)
    number = the_decision_says_it_too(agent.page, tmp_path, case.number, until)
    assert re.fullmatch(r".+〔\d{4}〕\d{6}号", number)


def silence_needs_no_words_but_a_no_does(water: Person, case: Case) -> None:
    handling.take(water, case)
    handling.press(water, "不同意")
    expect(water.page.get_by_role("alert")).to_contain_text("请写明理由")
    water.page.get_by_label("意见").fill(OPINION)
    handling.act(water, "不同意")


def the_approver_sees_both_opinions(approver: Person, case: Case) -> None:
    handling.take(approver, case)
    opinions = approver.page.locator(".opinions").get_by_role("listitem")
    expect(opinions.filter(has_text="水利局")).to_contain_text("不同意")
    expect(opinions.filter(has_text="水利局")).to_contain_text(OPINION)
    expect(opinions.filter(has_text="公路局")).to_contain_text("同意")


def no_refusal_without_reasons(approver: Person) -> None:
    handling.press(approver, "不予许可")
    expect(approver.page.get_by_role("alert")).to_contain_text("不予许可必须写明理由")


def the_page_says_where_to_turn_and_until_when(page: Page) -> list[str]:
    """Returns both days, as they are written."""
    for words in (REASONS, "申请行政复议", RECONSIDERATION, "向法院起诉", COURT):
        expect(page.get_by_role("main")).to_contain_text(words)
    expect(page.locator(".opinions")).to_contain_text(OPINION)
    days = [day.get_attribute("datetime") for day in page.locator("dd time").all()]
    assert len(days) == 2
    return [str(day) for day in days]


def the_decision_says_it_too(page: Page, folder: Path, case_number: str, until: list[str]) -> str:
    """Read as text out of the signed PDF. Returns the number of the decision."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="不予许可决定书"))
    number = row.locator(".number").inner_text()
    place = row.get_by_role("link").evaluate("link => link.href")
    file = folder / "refusal.pdf"
    file.write_bytes(page.request.get(place).body())
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    told = re.sub(r"\s", "", told)
    assert "不予行政许可决定书" in told
    for words in (number, case_number, REASONS, RECONSIDERATION, COURT, "行政复议", "诉讼"):
        assert re.sub(r"\s", "", words) in told, words
    for day in until:
        year, month, number_of_day = (int(part) for part in day.split("-"))
        assert f"{year}年{month}月{number_of_day}日" in told
    assert "Signature is Valid" in subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    return number
