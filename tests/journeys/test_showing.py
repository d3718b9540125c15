"""A licence is shown by QR code and opens once; a standing authorisation is given and ended; whoever was given a file verifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import applying
from tests.journeys.people import PHONE, REPRESENTATIVE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
HOLDER = "演示·王立"
PURPOSE = "每年核对资质（演示）"


def test_a_licence_is_shown_to_whoever_scans_and_never_a_second_time(people: People, city: Program) -> None:
    holder = people.signed_in(REPRESENTATIVE, **PHONE)
    code = the_holder_shows(holder, "求职、入职")
    hotel = people.comes(refusals=(410,), **PHONE)
    whoever_scans_sees(hotel, code, "求职、入职", HOLDER)
    expect(holder.page.get_by_role("heading", name="对方看过了")).to_be_visible()
    the_code_is_used_up(hotel, code)
    the_holder_finds_it_in_the_log(holder, "求职、入职")


def test_somebody_proves_their_age_and_a_stranger_checks_the_proof(people: People, city: Program) -> None:
    holder = people.signed_in(REPRESENTATIVE)
    code = the_holder_shows(holder, "入住登记", only="已满 18 岁")
    bar = people.comes()
    page = whoever_scans_sees(bar, code, "入住登记", "已满 18 岁")
    expect(page.get_by_role("main")).not_to_contain_text(HOLDER)
    page.get_by_text("可以让电脑核验的凭证").click()
    credential = page.get_by_label("凭证全文").input_value()
    verified = a_file_is_verified(bar, "凭证.txt", credential.encode())
    expect(verified.get_by_role("heading", level=1)).to_have_text("真的，现在有效：居民身份证")
    expect(verified.get_by_role("main")).to_contain_text("已满 18 岁")
    statement, disclosures = credential.split("~", 1)
    forged = a_file_is_verified(bar, "凭证.txt", f"{statement[:-4]}AAAA~{disclosures}".encode())
    expect(forged.get_by_role("heading", level=1)).to_have_text("这份文件不可信")


def test_a_standing_authorisation_is_given_on_one_page_and_ended_at_one_press(people: People, city: Program) -> None:
    holder = people.signed_in(REPRESENTATIVE)
    page = holder.open("/wallet/")
    page.get_by_role("link", name="长期授权").click()
    page.get_by_role("link", name="新的授权").first.click()
    page.get_by_label("授权给谁").select_option(label="榕城市水利局")
    applying.press(page, "下一步")
    page.get_by_label("居民身份证").check()
    page.get_by_label("请写明用途").fill(PURPOSE)
    applying.press(page, "授权")
    grant = page.locator(".grant").filter(has_text=PURPOSE)
    expect(grant).to_contain_text("榕城市水利局")
    grant.get_by_role("button", name="撤销给榕城市水利局的授权").click()
    expect(page.locator(".grant").filter(has_text=PURPOSE)).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("已撤销")


def test_the_document_that_somebody_was_sent_is_judged(people: People, city: Program) -> None:
    holder = people.signed_in(REPRESENTATIVE)
    holder.open("/wallet/").locator(".face", has_text="居民身份证").first.click()
    link = str(holder.page.get_by_role("link", name="PDF").get_attribute("href"))
    pdf = holder.page.request.get(city.address + link).body()
    anybody = people.comes()
    page = a_file_is_verified(anybody, "身份证.pdf", pdf)
    expect(page.get_by_role("heading", level=1)).to_have_text("真的，现在有效：居民身份证")
    expect(page.get_by_role("main")).to_contain_text("开发密钥")
    page = a_file_is_verified(anybody, "身份证.pdf", pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:])
    expect(page.get_by_role("main")).not_to_contain_text("真的，现在有效")


def the_holder_shows(holder: Person, purpose: str, *, only: str = "") -> str:
    """From the wallet to the code; what it says is the address."""
    holder.open("/wallet/").locator(".face", has_text="居民身份证").first.click()
    page = holder.page
    page.get_by_role("link", name="出示给别人看").click()
    page.get_by_label(purpose).check()
    if only:
        page.get_by_label("只看我勾选的").check()
        page.get_by_role("checkbox", name=only).check()
    applying.press(page, "生成二维码")
    expect(page.get_by_role("heading", name="请对方扫码")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"用途：{purpose}")
    return urlsplit(str(page.get_by_role("link", name="二维码里的地址").get_attribute("href"))).path


def whoever_scans_sees(person: Person, code: str, purpose: str, words: str) -> Page:
    """First what for, and only after the press the licence."""
    page = person.open(code)
    expect(page.get_by_role("main")).to_contain_text(purpose)
    expect(page.get_by_role("main")).not_to_contain_text(HOLDER)
    applying.press(page, "查看，只能看一次")
    expect(page.get_by_role("main")).to_contain_text(f"仅用于：{purpose}")
    expect(page.get_by_role("main")).to_contain_text(words)
    return page


def the_code_is_used_up(person: Person, code: str) -> None:
    page = person.open(code)
    expect(page.get_by_role("main")).to_contain_text("这个出示码已经用过了")
    expect(page.get_by_role("main")).not_to_contain_text(HOLDER)


def the_holder_finds_it_in_the_log(holder: Person, purpose: str) -> None:
    page = holder.open("/wallet/uses/")
    line = page.locator(".uses > li").first
    for words in ("当面扫码的人", "居民身份证", purpose, "您当场同意"):
        expect(line).to_contain_text(words)


def a_file_is_verified(person: Person, name: str, content: bytes) -> Page:
    page = person.open("/verify/")
    page.get_by_label("电子证照文件").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    applying.press(page, "核验文件")
    return page
