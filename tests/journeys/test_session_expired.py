"""The session ends in the middle of the form, as after a long telephone call: nothing that was typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import AGENT, REPRESENTATIVE, sign_in

if TYPE_CHECKING:
    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey


def test_what_was_typed_is_there_after_signing_in_again(people: People, city: Program) -> None:
    agent = people.comes()
    page = agent.open(f"/services/{applying.QUALIFICATION}/apply/")
    sign_in(page, AGENT)
    applying.answer_situation(page)
    applying.press(page, "保存并继续")
    page.get_by_label("公路工程", exact=True).check()
    page.get_by_label("水利水电工程", exact=True).uncheck()
    applying.answer(page, "申请的等级", "二级")
    page.get_by_label("净资产（万元）").fill("7654.5")
    the_session_ends(agent, city)
    applying.press(page, "保存并继续")

    expect(page.get_by_text("您刚才填写的内容已经保留")).to_be_visible()
    sign_in(page, AGENT)
    expect(page.get_by_role("heading", level=1)).to_have_text("申请内容")
    expect(page.get_by_label("公路工程", exact=True)).to_be_checked()
    expect(page.get_by_label("水利水电工程", exact=True)).not_to_be_checked()
    expect(page.get_by_role("group", name="申请的等级").get_by_label("二级")).to_be_checked()
    expect(page.get_by_label("净资产（万元）")).to_have_value("7654.5")
    applying.press(page, "保存并继续")
    expect(page.get_by_role("heading", level=1)).to_have_text("技术人员")


def test_nobody_else_at_the_same_computer_gets_what_was_typed(people: People, city: Program) -> None:
    agent = people.comes()
    page = agent.open(f"/services/{applying.QUALIFICATION}/apply/")
    sign_in(page, AGENT)
    applying.answer_situation(page)
    page.get_by_label("联系人").fill("演示·另一人")
    the_session_ends(agent, city)
    applying.press(page, "保存并继续")
    sign_in(page, REPRESENTATIVE)
    expect(page.get_by_role("main")).not_to_contain_text("演示·另一人")
    for field in page.get_by_role("textbox").all():
        expect(field).not_to_have_value("演示·另一人")


def the_session_ends(person: Person, city: Program) -> None:
    """On the server, as after eight hours; the browser still sends its cookie."""
    key = next(cookie["value"] for cookie in person.context.cookies() if cookie["name"] == "sessionid")
    city.execute("DELETE FROM django_session WHERE session_key = %s", [key])
