"""At the counter: a number alone finds what its holder has; the purpose and the ground are asked, and the holder sees the look."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import city, factories
from tests.channels.desk.pages import words
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import identifiers
from tongban.kernel.models.reads import Read
from tongban.licences.models import Licence
from tongban.licences.terms import LicenceState
from tongban.sharing import actions as sharing_actions
from tongban.sharing.models import Copy, CounterVisit

PLACE = reverse("desk:counter")
PURPOSE = "受理示例许可，核对营业执照"


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
    return client.post(PLACE, {"code": code, "purpose": PURPOSE, "ground": "new"} | changes)


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
    visit = CounterVisit.objects.get()
    assert (row.holders, row.purpose, row.subject) == ([company], PURPOSE, visit.number)
    assert (visit.desk, visit.purpose, visit.number.startswith("榕示建访2026")) == ("jianwei/window", PURPOSE, True)
    assert (row.basis, row.receiver, row.fields) == ("consent:counter", "榕城市示例建设委员会", ["BL"])


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("purpose", ""),
        ("purpose", " "),
        ("purpose", "长" * 201),
        ("purpose", "核对\u202e照执业营"),
        ("ground", ""),
        ("ground", "A017"),
        ("ground", "2f1a6c0e-0000-4000-8000-000000000000"),
    ],
)
def test_without_a_purpose_or_a_ground_nothing_is_looked_up(browser, company, what: str, value: str) -> None:
    page = ask(browser("window"), code_of(company), **{what: value})
    assert page.status_code in (404, 422)
    assert f'href="#id_{what}"' in page.content.decode()
    assert not CounterVisit.objects.exists()
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
    assert (copy.purpose, copy.case_number, copy.basis) == (PURPOSE, CounterVisit.objects.get().number, "consent:counter")


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
    page = browser("window").get(PLACE, {"code": code_of(company), "case": "A018"})
    fields = dict(re.findall(r'name="(code|case)"\s+value="([^"]*)"', page.content.decode()))
    assert fields == {"code": "", "case": "A018"}


@pytest.mark.parametrize("role", ["screen", "water"])
def test_only_a_window_looks_anything_up(browser, company, role: str) -> None:
    page = ask(browser(role), code_of(company))
    assert page.status_code == 403 and "只有能登记来访的窗口" in words(page)
    assert PLACE not in browser(role).get(reverse("desk:queue")).content.decode()
    assert not Read.objects.filter(question="licences.at_counter").exists()


# on what


def test_a_visit_that_is_open_serves_whoever_came_and_nobody_else(browser, company) -> None:
    client = browser("window")
    ask(client, code_of(company))
    visit = CounterVisit.objects.get()
    again = ask(client, code_of(company), ground=str(visit.pk), purpose="")
    assert again.status_code == 200 and visit.number in words(again)
    other = ask(client, code_of(factories.make_person()), ground=str(visit.pk))
    assert other.status_code == 422 and 'href="#id_code"' in other.content.decode()
    assert ask(browser("minzheng"), code_of(company), ground=str(visit.pk)).status_code == 404, "another window's"
    assert client.post(reverse("desk:close-visit", args=[visit.pk])).status_code == 302
    assert ask(client, code_of(company), ground=str(visit.pk)).status_code == 409
    assert CounterVisit.objects.count() == 1


def test_a_copy_is_not_made_after_the_visit(browser, company) -> None:
    client = browser("window")
    asked = asked_in(ask(client, code_of(company)))
    client.post(reverse("desk:close-visit", args=[CounterVisit.objects.get().pk]))
    answer = client.post(reverse("desk:counter-copy"), {"asked": asked})
    assert answer.status_code == 409 and "这次来访已经结束" in words(answer)
    assert not Copy.objects.exists()


def test_a_case_that_is_open_here_is_a_ground(play, browser) -> None:
    code = code_of(play.row.applicant_id)
    page = ask(browser("window"), code, ground="case", case=play.turn.number)
    assert page.status_code == 200 and play.turn.number in words(page)
    row = Read.objects.get(question="licences.at_counter")
    assert (row.subject, row.basis) == (play.turn.number, "consent:counter-case")
    assert not CounterVisit.objects.exists()
    for number, client in (("榕示建 2026-999999-9", browser("window")), ("", browser("window")), (play.turn.number, browser("minzheng"))):
        answer = ask(client, code, ground="case", case=number)
        assert answer.status_code == (404 if number else 422) and 'href="#id_case"' in answer.content.decode()
    assert Read.objects.filter(question="licences.at_counter").count() == 1


def test_the_blank_in_a_case_number_may_be_left_out(play, browser) -> None:
    typed = play.turn.number.replace(" ", "")
    assert play.turn.number in words(ask(browser("window"), code_of(play.row.applicant_id), ground="case", case=typed))


def test_all_that_is_missing_is_told_at_once(browser, town) -> None:
    page = browser("window").post(PLACE, {"code": "", "purpose": "", "ground": ""})
    assert page.status_code == 422
    assert re.findall(r'href="#(id_\w+)"', page.content.decode()) == ["id_code", "id_purpose", "id_ground"]
    page = browser("window").post(PLACE, {"ground": "case"})
    assert re.findall(r'href="#(id_\w+)"', page.content.decode()) == ["id_code", "id_purpose", "id_case"]


def test_a_visit_is_not_used_for_something_else(browser, company) -> None:
    client = browser("window")
    ask(client, code_of(company))
    answer = ask(client, code_of(company), ground=str(CounterVisit.objects.get().pk), purpose="完全不同的事")
    assert answer.status_code == 422 and PURPOSE in words(answer) and 'href="#id_purpose"' in answer.content.decode()
    assert Read.objects.filter(question="licences.at_counter").count() == 1


def test_an_identity_number_is_masked_in_the_table_too(browser, town) -> None:
    person = factories.make_person()
    number = code_of(person)
    factories.make_licence(person, "RC", number=number)
    page = words(ask(browser("window"), number))
    assert page.count(identifiers.mask_number(number)) >= 2 and number not in page.replace(f'value="{number}"', "")


def test_a_case_is_looked_up_for_its_people_only(play, browser, agent) -> None:
    other, row = factories.make_company(), play.row
    client = browser("window")
    answer = ask(client, code_of(other), ground="case", case=play.turn.number)
    assert answer.status_code == 422 and "这个号码不是" in words(answer) and 'href="#id_code"' in answer.content.decode()
    assert Read.objects.get(question="licences.at_counter").result == "OtherVisitor"
    behind = identity_queries.person_behind(row.agent_login)
    assert behind is not None and ask(client, code_of(behind), ground="case", case=play.turn.number).status_code == 200


def test_a_window_has_the_link(browser) -> None:
    assert PLACE in browser("window").get(reverse("desk:queue")).content.decode()


def test_a_code_on_the_phone_needs_no_number_and_is_taken_once(browser, citizen, agent) -> None:
    page = citizen.post(reverse("citizen:counter-code"), {"holder": str(agent.company_id)})
    assert page.status_code == 200 and "<svg" in page.content.decode() and page.headers["Cache-Control"]
    made = sharing_actions.show_at_counter(holder_id=agent.company_id, by=agent.actor, at=factories.MORNING.replace(hour=5, minute=59))
    found = ask(browser("window"), made.code, ground="")
    told = words(found)
    assert found.status_code == 200 and "示例营业执照" in told and "来人出示的码" in told
    assert made.code not in found.content.decode()
    row = Read.objects.get(question="licences.at_counter")
    assert (row.holders, row.basis, row.subject) == ([agent.company_id], "consent:counter-code", CounterVisit.objects.get().number)
    again = ask(browser("window"), made.code, ground="")
    assert again.status_code == 410 and 'href="#id_code"' in again.content.decode()
    assert ask(browser("window"), "TBC-示例", ground="").status_code == 404


def test_nobody_makes_a_code_for_somebody_else(citizen, company) -> None:
    assert citizen.post(reverse("citizen:counter-code"), {"holder": str(company)}).status_code == 404
    assert Client().get(reverse("citizen:counter-code")).status_code == 302
