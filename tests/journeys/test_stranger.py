"""Who has not signed in, and who has no business here: what is public opens, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import AGENT, MOTHER, WATER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
COMPANY = "榕城示例建设有限公司（演示）"


def test_a_stranger_sees_what_is_public_and_nothing_else(people: People, city: Program) -> None:
    agent = people.signed_in(AGENT)
    case = applying.apply_for_qualification(agent.page, city.address)
    private = private_places(agent.page, city.address, case.place)

    stranger = people.comes().open("/")
    stranger.get_by_role("link", name="办件公示").click()
    stranger.get_by_label("编号").fill(case.number)
    stranger.get_by_role("button", name="查询").click()
    line = stranger.get_by_role("listitem").filter(has_text=case.number)
    expect(line).to_contain_text("建委正在核对材料，决定是否受理")
    expect(line).not_to_contain_text(COMPANY)
    anybody_verifies(stranger, city.address, identifier_of_a_licence(agent.page, city.address))
    stranger.goto(f"{city.address}/public/permits/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("准予许可的名单")
    for place in [*private, "/cases/", "/wallet/", "/me/", "/desk/", "/desk/done/", case.place.replace("/cases/", "/desk/cases/")]:
        stranger.goto(city.address + place)
        assert "/accounts/login/?next=" in stranger.url, place


def test_another_citizen_finds_neither_the_case_nor_its_papers(people: People, city: Program) -> None:
    agent = people.signed_in(AGENT)
    case = applying.apply_for_qualification(agent.page, city.address)
    private = private_places(agent.page, city.address, case.place)
    other = people.signed_in(MOTHER, refusals=(403, 404))
    for place in private:
        assert other.page.request.get(city.address + place).status == 404, place
    other.open(case.place)
    expect(other.page.get_by_role("main")).not_to_contain_text(COMPANY)
    assert other.page.request.get(f"{city.address}/desk/").status == 403
    other.open("/desk/")
    expect(other.page.get_by_role("main")).to_contain_text("这一页只给工作人员看")
    assert "/accounts/login/" not in other.page.url


def test_a_desk_does_not_open_a_case_that_is_not_on_its_way(people: People, city: Program) -> None:
    agent = people.signed_in(AGENT)
    case = applying.apply_for_qualification(agent.page, city.address, trades=["公路工程"])
    water = people.signed_in(WATER, refusals=(403, 404))
    answer = water.page.request.get(city.address + case.place.replace("/cases/", "/desk/cases/"))
    assert answer.status in (403, 404)
    assert COMPANY not in answer.text()


def private_places(page: Page, city: str, case: str) -> list[str]:
    """The pages and files of the case, and a licence of its applicant."""
    page.goto(city + case)
    links = [str(link.get_attribute("href")) for link in page.get_by_role("main").get_by_role("link").all()]
    found = [link for link in links if re.match(r"/(cases/.+|papers/)", link)]
    assert len(found) >= 5
    licence = licence_of(page, city)
    return [case, *found, licence, f"{licence}document/"]


def licence_of(page: Page, city: str) -> str:
    page.goto(f"{city}/wallet/")
    return str(page.locator(".face").first.get_attribute("href"))


def identifier_of_a_licence(page: Page, city: str) -> str:
    page.goto(city + licence_of(page, city))
    return str(page.get_by_role("link", name="打开核验页").get_attribute("href")).removeprefix("/verify/")


def anybody_verifies(page: Page, city: str, identifier: str) -> None:
    page.goto(f"{city}/verify/")
    page.get_by_label("证照标识").fill(identifier)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("没有，和颁发时一样")
