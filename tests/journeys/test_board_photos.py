"""Twelve photos of a message: each sent by itself as it is chosen, tried again when the connection was lost, kept with the draft."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.people import PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.people import People

pytestmark = pytest.mark.journey
SIDE, TWELVE = 900, 12  # noise is as large as a photo gets: about a megabyte each
WORDS = "西山区松涛路的人行道有一串坑，老人推车过不去，拍了照片（示例）。"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photos")
    chance = random.Random(20261126)
    paths = [folder / f"坑{number}.jpg" for number in range(1, TWELVE + 2)]
    for path in paths:
        out = BytesIO()
        Image.frombytes("RGB", (SIDE, SIDE), chance.randbytes(SIDE * SIDE * 3)).save(out, "JPEG", quality=95)
        path.write_bytes(out.getvalue())
    return paths


def opened(page: Page) -> Page:
    page.get_by_role("radio", name="求助").check()
    page.get_by_label("什么事？").fill(WORDS)
    return page


def test_twelve_are_sent_one_by_one_and_the_draft_keeps_them(people: People, photos: list[Path]) -> None:
    author = people.comes(**PHONE)
    page = opened(author.open("/board/new/"))
    page.get_by_label("照片", exact=False).set_input_files(photos[:TWELVE])
    expect(page.locator("[data-photo-list] img:visible")).to_have_count(TWELVE, timeout=60_000)
    page.get_by_label("照片", exact=False).set_input_files(photos[TWELVE])
    expect(page.get_by_role("alert")).to_contain_text("最多 12 张")
    page.locator("[data-photo-list] li").nth(2).get_by_role("button", name="去掉").tap()
    expect(page.locator("[data-photo-list] img:visible")).to_have_count(TWELVE - 1)
    page.goto("about:blank")
    page = author.open("/board/new/")
    expect(page.locator("[data-restore]")).to_contain_text("（有照片）")
    page.get_by_role("button", name="接着写").tap()
    expect(page.locator("[data-photo-list] img:visible")).to_have_count(TWELVE - 1)
    page.get_by_label("照片", exact=False).set_input_files(photos[TWELVE])
    page.get_by_role("button", name="下一步：核对").tap()  # waits for the one that is on its way
    expect(page.get_by_role("heading", name="核对一遍，再发出")).to_be_visible()
    expect(page.locator(".photos img")).to_have_count(TWELVE)
    expect(page.get_by_text("不用算题")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="发出留言").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的留言已经收到")


def test_what_was_lost_on_the_way_is_tried_again(people: People, photos: list[Path]) -> None:
    page = opened(people.comes(**PHONE, refusals=(503,)).open("/board/new/"))
    lost = {"one": True}

    def lose_one(route) -> None:
        if lost.pop("one", False):
            route.fulfill(status=503, body="")  # a server that is just being restarted
        else:
            route.continue_()

    page.route("**/board/new/photos/", lose_one)
    page.get_by_label("照片", exact=False).set_input_files(photos[:2])
    expect(page.locator("[data-photo-list] img:visible")).to_have_count(1)
    expect(page.locator("[data-photo-list] .failed")).to_contain_text("没有传上来")
    page.get_by_role("button", name="下一步：核对").tap()
    expect(page.get_by_role("alert")).to_contain_text("再试一次，或者去掉它")
    page.get_by_role("button", name="再试一次").tap()
    expect(page.locator("[data-photo-list] img:visible")).to_have_count(2)
    page.get_by_role("button", name="下一步：核对").tap()
    expect(page.locator(".photos img")).to_have_count(2)


def test_without_script_they_are_added_in_steps(people: People, photos: list[Path]) -> None:
    page = opened(people.comes(**PHONE, java_script_enabled=False).open("/board/new/"))
    for step in range(3):
        page.get_by_label("照片", exact=False).set_input_files(photos[4 * step : 4 * step + 4])
        page.get_by_role("button", name="先加上选好的照片，再接着选").tap()
        expect(page.locator("[data-photo-list] img")).to_have_count(4 * step + 4)
        expect(page.get_by_label("什么事？")).to_have_value(WORDS)
    page.get_by_role("button", name="下一步：核对").tap()
    expect(page.locator(".photos img")).to_have_count(TWELVE)
