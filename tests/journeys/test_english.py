"""Somebody who reads no Chinese: one press, and it stays English, signing in included. Names of people and places are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import AGENT, PASSWORD

if TYPE_CHECKING:
    from tests.journeys.people import People

pytestmark = pytest.mark.journey


def test_english_is_chosen_once_and_kept_through_signing_in(people: People) -> None:
    person = people.comes()
    page = person.open("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("searchbox").fill("construction qualification")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Get a construction qualification for water and highway works").click()
    page.get_by_role("link", name="Sign in and start").click()
    page.get_by_label("Mobile number").fill(AGENT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("group", name="What do you need?")).to_be_visible()
    person.open("/cases/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
