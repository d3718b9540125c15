"""Every page of both doors, looked at by machine: axe, its width, the size of what is pressed, and how the English one reads."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys import accessibility, places

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Page

    from tests.journeys.people import People
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
PHONE_WIDTH, DESK_WIDTH = 390, 1280
NARROW = {"width": PHONE_WIDTH, "height": 844}
FINGER, ELDER_FINGER = 44, 60
ENGLISH = {"name": "django_language", "value": "en"}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NAMES = re.compile(r"演示·[^\s（]+|榕城[^\s（]+（演示）|榕[^\s ]{0,2} ?[^\s]*〔?\d{4}[-〕]\S*|督办〔\d{4}〕\d+号|《[^》]+》")
WORDS = "h1, h2, h3, button, label, legend, summary, caption, thead th, dt, .button, nav a, .chip, .back a, .light, .due, .clock strong"
SPOKEN = """(page, selector) => [...page.querySelectorAll(selector)]
    .filter(each => !each.closest('[lang=zh-Hans]:not(html), [hidden]'))
    .map(each => each.textContent.trim().replace(/\\s+/g, ' ')).filter(Boolean)"""
each_viewer = pytest.mark.parametrize("viewer", places.VIEWERS, ids=lambda phone: phone or "nobody")


@each_viewer
def test_every_page_is_accessible_fits_and_can_be_pressed(viewer: str, people: People, examples: dict[str, str]) -> None:
    wrong = []
    for place, page in places.tour(people, viewer, examples, viewport=NARROW):
        found = accessibility.grave_violations(page) + accessibility.too_wide(page, PHONE_WIDTH)
        if "desk" not in place.name:
            found += for_fingers(page)
        found += accessibility.too_wide(page, DESK_WIDTH)
        accessibility.resize(page, PHONE_WIDTH)
        wrong += [f"{place.name}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)


def for_fingers(page: Page) -> list[str]:
    """What is too small to be pressed, in the plain and in the elder mode."""
    found = accessibility.too_small(page, FINGER)
    accessibility.elder(page, True)
    found += [f"elder: {each}" for each in accessibility.too_small(page, ELDER_FINGER) + accessibility.too_wide(page, PHONE_WIDTH)]
    accessibility.elder(page, False)
    return found


@each_viewer
def test_no_heading_and_no_button_of_any_page_is_left_in_chinese_when_english_is_chosen(
    viewer: str, people: People, city: Program, examples: dict[str, str]
) -> None:
    left = []
    for place, page in places.read(people, viewer, examples, cookies=[{**ENGLISH, "url": city.address}]):
        if place.name != "styleguide":  # shows data, most of it of one language
            left += [f"{place.name}: {words}" for words in chinese_words(page)]
    assert not left, "\n".join(left)


def chinese_words(page: JSHandle) -> list[str]:
    """What a page says in Chinese, but for names of people and places, numbers of papers, and titles of laws."""
    return [words for words in page.evaluate(SPOKEN, WORDS) if CHINESE.search(NAMES.sub("", words))]


@pytest.mark.slow
@each_viewer
def test_every_page_is_accessible_in_every_mode_and_width(viewer: str, people: People, examples: dict[str, str]) -> None:
    wrong = []
    for place, page in places.tour(people, viewer, examples, viewport=NARROW):
        for width, dark, elder in itertools.product((PHONE_WIDTH, DESK_WIDTH), (False, True), (False, True)):
            page.emulate_media(color_scheme="dark" if dark else "light")
            accessibility.elder(page, elder)
            mode = f"{place.name}, {width}px{', dark' if dark else ''}{', elder' if elder else ''}: "
            wrong += [mode + each for each in accessibility.too_wide(page, width) + accessibility.grave_violations(page)]
        accessibility.resize(page, PHONE_WIDTH)
    assert not wrong, "\n".join(wrong)
