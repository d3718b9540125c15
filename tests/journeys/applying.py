"""What an applicant does, as phrases: find a service, answer, fill in, hand in, look how the case stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import FilePayload, Page

QUALIFICATION, ALLOWANCE = "350100-JW-0101", "350100-MZ-0602"
BOTH = ("水利水电工程", "公路工程")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REPORT: FilePayload = {"name": "审计报告（示例）.pdf", "mimeType": "application/pdf", "buffer": PDF}


@dataclass(frozen=True)
class Case:
    """A case as its receipt names it."""

    number: str
    place: str


def look_for(page: Page, words: str) -> None:
    """On the home page or the search page."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="搜一搜").click()


def press(page: Page, words: str) -> None:
    """The button of the page with exactly these words, the visible one."""
    page.get_by_role("main").get_by_role("button", name=words, exact=True).last.click()


def answer(page: Page, question: str, option: str) -> None:
    page.get_by_role("group", name=question).get_by_label(option, exact=True).check()


def attach(page: Page, material: str, file: FilePayload = REPORT) -> None:
    """Choose a file for a material; where the library offers a licence the field is folded away."""
    group = page.get_by_role("group", name=material)
    fold = group.get_by_text("另外上传文件")
    if fold.count():
        fold.click()
    group.get_by_label(re.compile("选择文件|再加文件")).set_input_files(file)


def answer_situation(page: Page) -> None:
    """An ordinary first application for water and highway works."""
    answer(page, "公司在榕城领了营业执照吗？", "领了")
    answer(page, "这次要办哪一种？", "第一次办资质")
    answer(page, "要做的工程里有铁路、民航或者通信工程吗？", "没有，只做水利、公路")
    press(page, "继续填写")


def fill_what_is_asked(page: Page, trades: Sequence[str] = BOTH) -> None:
    """The three pages of the form that no licence can fill."""
    expect(page.get_by_role("heading", level=1)).to_have_text("申请内容")
    for trade in BOTH:
        page.get_by_label(trade, exact=True).set_checked(trade in trades)
    answer(page, "申请的等级", "三级")
    page.get_by_label("净资产（万元）").fill("5200")
    press(page, "保存并继续")
    page.get_by_label("技术负责人和工程师人数").fill("12")
    press(page, "保存并继续")
    page.get_by_label("以上情况属实").check()
    press(page, "保存并继续")


def submit(page: Page) -> Case:
    """From the page to check, to the receipt."""
    press(page, "提交申请")
    return on_receipt(page)


def on_receipt(page: Page) -> Case:
    expect(page.get_by_role("heading", level=1)).to_have_text("已经收到您的申请")
    number = page.locator(".receipt-number .number").inner_text()
    return Case(number, urlsplit(page.url).path.removesuffix("receipt/"))


def prepare_qualification(page: Page, city: str, trades: Sequence[str] = BOTH, applicant: str = "") -> None:
    """Up to the page on which it is checked and handed in. Who may act for one company only need not say for whom."""
    place = f"{city}/services/{QUALIFICATION}/apply/"
    page.goto(f"{place}{applicant}/situation/" if applicant else place)
    answer_situation(page)
    press(page, "保存并继续")
    fill_what_is_asked(page, trades)
    attach(page, "上一年度审计报告")
    press(page, "去核对")


def apply_for_qualification(page: Page, city: str, trades: Sequence[str] = BOTH) -> Case:
    prepare_qualification(page, city, trades)
    return submit(page)


def prepare_allowance(page: Page, city: str) -> None:
    """The old-age allowance of somebody over eighty: nothing to upload, and almost nothing to write."""
    page.goto(f"{city}/services/{ALLOWANCE}/apply/")
    answer(page, "老人满80周岁了吗？", "满了")
    answer(page, "老人是榕城户口吗？", "是")
    answer(page, "津贴打到哪里？", "老人的社会保障卡")
    press(page, "继续填写")
    press(page, "保存并继续")
    answer(page, "每个月有多少养老金或者收入", "不到1500元")
    press(page, "保存并继续")
    press(page, "去核对")


def sees(page: Page, city: str, case: Case, standing: str, *, clock: str = "", happened: str = "") -> None:
    """The applicant opens the case: who works on it now, until when, and what was done last."""
    page.goto(city + case.place)
    expect(page.get_by_role("heading", level=1)).to_have_text(standing)
    if clock:
        expect(page.locator(".clock-due")).to_contain_text(clock)
    if happened:
        expect(page.locator(".history > li").last).to_contain_text(re.compile(happened))
