"""The main story: one application, three departments, five people with a login each, and a licence that the next service takes."""

from __future__ import annotations

import re
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import applying, handling
from tests.journeys.people import AGENT, APPROVER, REVIEWER, ROAD, WATER, WINDOW, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.applying import Case
    from tests.journeys.people import People, Person
    from tests.journeys.program import Program

pytestmark = pytest.mark.journey
BUREAUS = {WATER: ("水利局", "水利专业审查"), ROAD: ("公路局", "公路专业审查")}
READY_WITHIN = 60


@pytest.mark.parametrize(
    ("first", "second"),
    [pytest.param(WATER, ROAD, id="water first"), pytest.param(ROAD, WATER, id="road first", marks=pytest.mark.slow)],
)
def test_one_application_travels_through_three_departments(people: People, city: Program, tmp_path: Path, first: str, second: str) -> None:
    agent = people.comes()
    case = finds_fills_and_submits(agent)
    applying.sees(agent.page, city.address, case, "建委正在核对材料，决定是否受理", clock="答复是否受理", happened="演示·陈晓.*提交申请")
    desks = {phone: at_the_desk(people, phone) for phone in (WINDOW, REVIEWER, WATER, ROAD, APPROVER)}

    assert waits_at(desks, case) == {WINDOW}
    handling.accept(desks[WINDOW], case)
    applying.sees(agent.page, city.address, case, "建委正在审查", clock="承诺最迟", happened="建设委员会.*受理")

    assert waits_at(desks, case) == {REVIEWER}
    handling.review(desks[REVIEWER], case)
    applying.sees(agent.page, city.address, case, "水利局、公路局正在审查", clock="承诺最迟", happened="建设委员会.*完成审查.*建委审核")

    assert waits_at(desks, case) == {WATER, ROAD}
    both_bureaus_agree(desks[first], desks[second], agent, case, BUREAUS[first][0], BUREAUS[second][0])

    assert waits_at(desks, case) == {APPROVER}
    applying.sees(agent.page, city.address, case, "建委正在作决定", clock="承诺最迟", happened=f"{BUREAUS[second][0]}.*完成审查")
    with city.worker_rests():
        handling.grant(desks[APPROVER], case)
        applying.sees(agent.page, city.address, case, "办好了", happened="作出决定.*准予")
        the_applicant_sees_who_looked(agent.page)
        number = licence_is_being_made(agent.page)
    licence_becomes_ready(agent.page, number)
    its_document_is_signed(agent.page, tmp_path)
    anybody_can_verify_it(people, agent.page)
    the_next_service_takes_it(agent.page, number)
    assert waits_at(desks, case) == set()


def finds_fills_and_submits(agent: Person) -> Case:
    page = agent.open("/")
    applying.look_for(page, "办资质")
    page.get_by_role("link", name="办建筑资质，承接水利、公路工程").click()
    for heading in ("要准备什么", "谁来办，要多久", "要符合的条件", "法律依据"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("link", name="登录后办理").click()
    sign_in(page, AGENT)
    applying.answer_situation(page)
    the_form_is_filled_already(page)
    applying.press(page, "保存并继续")
    applying.fill_what_is_asked(page)
    expect(page.get_by_role("checkbox", name=re.compile("用证照库里的营业执照"))).to_be_checked()
    applying.attach(page, "上一年度审计报告")
    applying.press(page, "去核对")
    for row in ("企业名称 榕城示例建设有限公司（演示）", "申请的专业 水利水电工程、公路工程", "上一年度审计报告 审计报告（示例）.pdf"):
        expect(page.get_by_role("row", name=row)).to_be_visible()
    return applying.submit(page)


def the_form_is_filled_already(page: Page) -> None:
    """By the register and the e-licences, and each field says by which."""
    filled = {
        "企业名称": ("榕城示例建设有限公司（演示）", "来自您的登记信息"),
        "统一社会信用代码": ("91999999000002006H", "来自您的登记信息"),
        "法定代表人": ("演示·王立", "来自营业执照"),
        "注册地址": ("榕城市东湖区石匠街66号（演示）", "来自营业执照"),
        "注册资本（万元）": ("4000", "来自营业执照"),
    }
    for label, (value, source) in filled.items():
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_value(value)
        expect(page.locator(".field").filter(has=field).locator(".source")).to_contain_text(source)


def at_the_desk(people: People, phone: str) -> Person:
    """Each with a login of their own."""
    person = people.signed_in(phone)
    person.open("/desk/")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("我的待办")
    return person


def waits_at(desks: dict[str, Person], case: Case) -> set[str]:
    """On whose desks the case is at this moment."""
    return {phone for phone, person in desks.items() if handling.has_it(person, case)}


def both_bureaus_agree(first: Person, second: Person, agent: Person, case: Case, finished: str, waiting: str) -> None:
    """Each on its own page, open at the same time; neither sees the other's answer before its own, nor does the applicant."""
    for person, phone in ((first, finished), (second, waiting)):
        handling.take(person, case)
        step = next(step for name, step in BUREAUS.values() if name == phone)
        expect(person.page.locator(".act")).to_contain_text(step)
    first.page.get_by_label("意见").fill("符合三级标准。")
    handling.act(first, "同意")
    applying.sees(agent.page, first.city, case, f"{waiting}正在审查，{finished}已完成", happened=f"{finished}.*完成审查")
    expect(agent.page.get_by_role("main")).not_to_contain_text("符合三级标准。")
    assert not handling.has_it(first, case)
    second.page.reload()
    expect(second.page.get_by_role("main")).not_to_contain_text("符合三级标准。")
    handling.act(second, "同意")


def the_applicant_sees_who_looked(page: Page) -> None:
    """Each department that opened the case is named, with its reason; then back to the case."""
    page.get_by_role("link", name="谁看过").click()
    for department in ("建委", "水利局", "公路局"):
        expect(page.get_by_role("cell", name=re.compile(department)).first).to_be_visible()
    page.go_back()


def licence_is_being_made(page: Page) -> str:
    """In the company's wallet at once, while the worker has other things to do. Returns its number."""
    page.get_by_role("link", name="打开证照").click()
    number = page.locator("dd.number").first.inner_text()
    page.get_by_role("link", name="证照", exact=True).first.click()
    expect(page.locator(".face").filter(has_text=number)).to_contain_text("制证中")
    return number


def licence_becomes_ready(page: Page, number: str) -> None:
    face = page.locator(".face").filter(has_text=number)
    until = time.monotonic() + READY_WITHIN
    while "制证中" in face.inner_text():
        assert time.monotonic() < until, f"the document was not made within {READY_WITHIN} s"
        page.wait_for_timeout(500)
        page.reload()
    expect(face).to_contain_text("有效")
    face.click()


def its_document_is_signed(page: Page, folder: Path) -> None:
    link = page.get_by_role("link", name="下载电子证照（PDF）")
    document = page.request.get(link.evaluate("link => link.href"))
    assert document.headers["content-type"] == "application/pdf"
    file = folder / "licence.pdf"
    file.write_bytes(document.body())
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in told and "Total document signed" in told, told


def anybody_can_verify_it(people: People, page: Page) -> None:
    """The QR code leads to a page that needs no sign-in."""
    place = page.get_by_role("link", name="打开核验页").get_attribute("href")
    stranger = people.comes().open(str(place))
    for question, told in (("内容改过吗？", "没有，和颁发时一样"), ("现在有效吗？", "有效"), ("谁发的？", "榕城市住房和城乡建设委员会")):
        expect(stranger.get_by_role("listitem").filter(has_text=question)).to_contain_text(told)


def the_next_service_takes_it(page: Page, number: str) -> None:
    """The work safety licence asks for the qualification, and has it already."""
    page.goto(page.url.split("/wallet/")[0] + "/")
    applying.look_for(page, "安全生产许可证")
    page.get_by_role("link", name=re.compile("安全生产许可|开工")).first.click()
    page.get_by_role("link", name="开始办理").click()
    applying.answer(page, "公司有建筑业企业资质证书吗？", "有，没过期")
    applying.answer(page, "最近一年里，工地上发生过人员死亡的事故吗？", "没有")
    applying.answer(page, "会做哪些危险性较大的工程？", "都不做")
    applying.press(page, "继续填写")
    field = page.get_by_label("主要负责人")
    expect(field).to_have_value("演示·王立")
    expect(page.locator(".field").filter(has=field).locator(".source")).to_contain_text("来自建筑业企业资质证书")
    applying.press(page, "保存并继续")
    page.get_by_label("专职安全管理人员人数").fill("3")
    page.get_by_label("从业人员总数").fill("86")
    page.get_by_label("全部从业人员都参加了工伤保险").check()
    if page.get_by_label("建筑施工").count():
        page.get_by_label("建筑施工").check()
    applying.press(page, "保存并继续")
    qualification = page.get_by_role("group", name="建筑业企业资质证书")
    expect(qualification.get_by_role("checkbox", name=re.compile(f"用证照库里的.*{re.escape(number)}"))).to_be_visible()
    expect(qualification.get_by_role("checkbox", checked=True)).to_have_count(1)
