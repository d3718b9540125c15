"""At the counter: a number alone finds what its holder has; the purpose and the visit are asked, and the holder sees the look."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import city, factories
from tests.channels.desk.pages import words
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.reads import Read
from tongban.licences.models import Copy, Licence
from tongban.licences.terms import LicenceState

PLACE = reverse("desk:counter")


@pytest.fixture
def company(town: None):
    company = factories.make_company()
    factories.make_licence(company)
    return company


def code_of(holder_id) -> str:
    found = identity_queries.holder(holder_id, by=SYSTEM, at=factories.MORNING, purpose="test")
    assert found is not None
    return found.code


def ask(client: Client, code: str, **changes: str):
    return client.post(PLACE, {"code": code, "purpose": "受理示例许可，核对营业执照", "visit": "A017"} | changes)


def test_the_number_alone_finds_what_a_company_has(browser, company) -> None:
    page = ask(browser("window"), code_of(company).lower())
    told = words(page)
    licence = Licence.objects.get(holder_id=company)
    assert page.status_code == 200
    assert "榕城示例工程有限公司" in told and "示例营业执照" in told and licence.number in told
    assert "和颁发时一样" in told and "状态有效" in told
    assert code_of(company) not in told.replace(f'value="{code_of(company).lower()}"', "")


def test_a_persons_number_too(browser, town) -> None:
    person = factories.make_person()
    factories.make_licence(person, "RC")
    assert "示例注册证书" in words(ask(browser("window"), code_of(person)))


def test_the_holder_reads_who_looked_for_what_and_at_which_visit(browser, company) -> None:
    ask(browser("window"), code_of(company))
    row = Read.objects.get(question="licences.at_counter")
    assert (row.holders, row.purpose, row.subject) == ([company], "受理示例许可，核对营业执照", "A017")
    assert (row.basis, row.receiver, row.fields) == ("consent:counter", "榕城市示例建设委员会", ["BL"])


@pytest.mark.parametrize(
    ("what", "value"), [("purpose", ""), ("purpose", " "), ("visit", ""), ("purpose", "长" * 201), ("visit", "A" * 61)]
)
def test_without_a_purpose_or_a_visit_nothing_is_looked_up(browser, company, what: str, value: str) -> None:
    page = ask(browser("window"), code_of(company), **{what: value})
    assert page.status_code == 422
    assert f'href="#id_{what}"' in page.content.decode()
    assert not Read.objects.filter(question__in=["licences.at_counter", "identity.holder_by_code"]).exists()


@pytest.mark.parametrize("code", ["", "1", "999999199001010018", "11999999MB0000019A", "x" * 40, "中文中文中文中文中文中文中文中文中文"])
def test_a_number_that_cannot_be_right_is_told_at_once(browser, company, code: str) -> None:
    page = ask(browser("window"), code)
    assert page.status_code == 422 and 'href="#id_code"' in page.content.decode()
    assert not Read.objects.filter(question="licences.at_counter").exists()


def test_a_number_that_nobody_has_is_logged_and_told(browser, town) -> None:
    page = ask(browser("window"), city.credit_code(999_999))
    assert page.status_code == 200 and "没有找到" in words(page)
    assert Read.objects.get(question="licences.at_counter").holders == []


def test_what_cannot_be_used_is_shown_as_such(browser, company) -> None:
    Licence.objects.filter(holder_id=company).update(state=LicenceState.SUSPENDED)
    assert "已停用、被替代或终止" in words(ask(browser("window"), code_of(company)))


def asked_in(page) -> str:
    return re.findall(r'name="asked"\s+value="([^"]+)"', page.content.decode())[0]


def test_a_copy_is_made_for_the_purpose_that_was_told(browser, company) -> None:
    client = browser("window")
    answer = client.post(reverse("desk:counter-copy"), {"asked": asked_in(ask(client, code_of(company)))})
    assert answer.content.startswith(b"%PDF")
    copy = Copy.objects.get()
    assert (copy.purpose, copy.case_number, copy.basis) == ("受理示例许可，核对营业执照", "A017", "consent:counter")


def test_what_was_found_by_one_clerk_opens_nothing_for_another(browser, company) -> None:
    asked = asked_in(ask(browser("window"), code_of(company)))
    assert browser("water").post(reverse("desk:counter-copy"), {"asked": asked}).status_code == 403
    for client, told in ((browser("window"), asked + "x"), (browser("window"), "")):
        answer = client.post(reverse("desk:counter-copy"), {"asked": told})
        assert answer.status_code == 302 and answer["Location"] == PLACE
    assert not Copy.objects.exists()


def test_it_is_a_page_for_staff(citizen, town) -> None:
    assert citizen.get(PLACE).status_code == 403
    assert citizen.post(PLACE, {}).status_code == 403
    assert Client().get(PLACE).status_code == 302


def test_the_number_is_in_no_address(browser, company) -> None:
    page = browser("window").get(PLACE, {"code": code_of(company), "visit": "A018"})
    fields = dict(re.findall(r'name="(code|visit)"\s+value="([^"]*)"', page.content.decode()))
    assert fields == {"code": "", "visit": "A018"}


@pytest.mark.parametrize("role", ["screen", "water"])
def test_only_a_window_looks_anything_up(browser, company, role: str) -> None:
    page = ask(browser(role), code_of(company))
    assert page.status_code == 403 and "只有受理窗口" in words(page)
    assert not Read.objects.filter(question="licences.at_counter").exists()
