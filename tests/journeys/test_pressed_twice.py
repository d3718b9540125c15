"""People press twice, go back, and keep two tabs open: it is handed in once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import ELDER

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.applying import Case
    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey


def test_a_double_click_hands_in_once_and_going_back_does_not_hand_in_again(people: People, city: Program) -> None:
    elder = people.signed_in(ELDER)
    page, before = elder.page, cases_of(elder)
    applying.prepare_allowance(page, city.address)
    page.get_by_role("button", name="提交申请").dblclick()
    case = applying.on_receipt(page)
    page.go_back()
    submit_again(page, case)
    assert cases_of(elder) == before + 1


def test_two_tabs_of_the_same_page_hand_in_once(people: People, city: Program) -> None:
    elder = people.signed_in(ELDER)
    page, before = elder.page, cases_of(elder)
    applying.prepare_allowance(page, city.address)
    other = elder.context.new_page()
    other.goto(page.url)
    first = applying.submit(page)
    second = applying.submit(other)
    assert first == second
    assert cases_of(elder) == before + 1


def submit_again(page: Page, case: Case) -> None:
    """Where the browser still shows the page; where it asks anew, it is shown where an application begins."""
    expect(page.get_by_role("heading", level=1)).not_to_have_text("已经收到您的申请")
    if page.get_by_role("button", name="提交申请").count():
        assert applying.submit(page) == case
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("您是哪种情形？")


def cases_of(person: Person) -> int:
    person.open("/cases/")
    return person.page.locator(".case-card").count()
