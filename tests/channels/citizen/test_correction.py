"""One correction, answered in the same case: what the notice names stands out, the rest may change, a look before it goes."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.channels.citizen.story import AGENT, COMPANY, PAGES, Desks, a_pdf, company_of, submitted, text, value
from tongban.cases.models import Case
from tongban.cases.terms import CorrectionItem, Shortcoming

pytestmark = pytest.mark.usefixtures("rongcheng")
REPORT = CorrectionItem("material:net_assets_report", Shortcoming.UNREADABLE, "第二页看不清，请重新扫描")
CONTACT = CorrectionItem("field:contact_name", Shortcoming.INCORRECT, "请写联系人的全名")
WHOLE = {name: value for page in PAGES for name, value in page.items()}


@pytest.fixture
def client(signed_in) -> Client:
    return signed_in(AGENT)


@pytest.fixture
def case(client: Client) -> Case:
    case = submitted(client, company_of(AGENT))
    Desks(case.pk).ask_correction(REPORT, CONTACT)
    return case


def correct(client: Client, case: Case, **changes: object):
    data = WHOLE | {"material.net_assets_report.files": a_pdf("重新扫描.pdf"), "form.contact_name": "演示·陈晓晓"}
    return client.post(f"/cases/{case.pk}/correction/", {name: value for name, value in (data | changes).items() if value is not None})


def confirm(client: Client, case: Case, page) -> object:
    carried = {name: value(page, name) for name in ("key", "sealed")}
    return client.post(f"/cases/{case.pk}/correction/", carried | {"confirm": "1"})


def test_the_case_says_what_to_do_and_until_when(client: Client, case: Case) -> None:
    page = client.get(f"/cases/{case.pk}/")
    assert page.context["standing"] == "请您补正 2 处，补齐后接着办"
    words = text(page)
    assert "上一年度审计报告 看不清：第二页看不清，请重新扫描" in words
    assert "联系人 有误：请写联系人的全名" in words
    assert "12月24日" in words, "thirty days after 24 November"
    assert f'href="/cases/{case.pk}/correction/"' in page.content.decode()
    assert "等您补正" in text(client.get("/cases/"))


def test_named_places_stand_open_and_the_rest_is_folded_away(client: Client, case: Case) -> None:
    page = client.get(f"/cases/{case.pk}/correction/")
    body = page.content.decode()
    assert [field.key for field in page.context["named_fields"]] == ["contact_name"]
    assert [item.spec.key for item in page.context["named_items"]] == ["net_assets_report"]
    assert {field.key for field in page.context["other_fields"]} >= {"company_name", "grade"}
    assert [item.spec.key for item in page.context["other_items"]] == ["business_licence"]
    assert '<a href="#form-contact_name">' in body and '<a href="#material-net_assets_report">' in body
    assert value(page, "form.contact_name") == "演示·陈晓", "filled with what was handed in"


def test_it_is_looked_at_once_more_and_handed_in_once(client: Client, case: Case) -> None:
    page = correct(client, case)
    assert page.status_code == 200
    assert "核对一遍，再提交补正" in text(page)
    assert "演示·陈晓晓" in text(page) and "重新扫描.pdf" in text(page)
    assert Case.objects.get().state == "correcting", "nothing has been handed in yet"
    first, second = confirm(client, case, page), confirm(client, case, page)
    assert first.headers["Location"] == second.headers["Location"] == f"/cases/{case.pk}/"
    row = Case.objects.get()
    assert (row.state, row.round, row.form["contact_name"]) == ("received", 2, "演示·陈晓晓")
    assert row.number == case.number


def test_what_changed_is_shown_with_what_it_was(client: Client, case: Case) -> None:
    confirm(client, case, correct(client, case))
    page = client.get(f"/cases/{case.pk}/")
    assert page.context["case"].changes == {"contact_name": ("演示·陈晓", "演示·陈晓晓")}
    assert "重新扫描.pdf" in text(page)


def test_a_named_material_must_come_anew(client: Client, case: Case) -> None:
    page = correct(client, case, **{"material.net_assets_report.files": None})
    assert page.status_code == 422
    assert "补正告知书要这份材料，请重新提供。" in text(page)
    assert Case.objects.get().state == "correcting"


def test_mistakes_keep_what_was_typed_and_files_that_were_good(client: Client, case: Case) -> None:
    page = correct(client, case, **{"form.contact_name": "", "form.contact_phone": "19911112222"})
    assert page.status_code == 422
    body = page.content.decode()
    assert '<a href="#form-contact_name">请填写“联系人”。</a>' in body
    assert value(page, "form.contact_phone") == "19911112222"
    assert "重新扫描.pdf" in text(page)
    again = correct(client, case, carried=value(page, "carried"), **{"material.net_assets_report.files": None})
    assert again.status_code == 200, "nobody uploads twice"
    assert "重新扫描.pdf" in text(again)


def test_a_wrong_file_is_refused_in_words(client: Client, case: Case) -> None:
    page = correct(client, case, **{"material.net_assets_report.files": a_pdf("坏.pdf", b"not a pdf")})
    assert page.status_code == 422
    assert "“坏.pdf”没有收下" in text(page)


def test_what_was_not_shown_is_not_handed_in(client: Client, case: Case) -> None:
    response = client.post(f"/cases/{case.pk}/correction/", {"sealed": "made-up", "key": "x", "confirm": "1"})
    assert response.headers["Location"] == f"/cases/{case.pk}/correction/"
    assert Case.objects.get().state == "correcting"


def test_a_session_that_expired_brings_back_what_was_typed(client: Client, case: Case, signed_in) -> None:
    address = f"/cases/{case.pk}/correction/"
    client.cookies.pop("sessionid")
    answer = client.post(address, COMPANY | {"form.contact_name": "演示·刚打的字"})
    assert answer.headers["Location"].startswith("/accounts/login/")
    back = client.post(answer.headers["Location"], {"login": AGENT, "password": "rongcheng-demo-2026"})
    page = client.get(back.headers["Location"])
    assert value(page, "form.contact_name") == "演示·刚打的字"


def test_without_a_notice_there_is_nothing_to_correct(client: Client, signed_in) -> None:
    case = submitted(client, company_of(AGENT))
    response = client.get(f"/cases/{case.pk}/correction/")
    assert response.headers["Location"] == f"/cases/{case.pk}/"
    assert "没有要补正的内容" in text(client.get(f"/cases/{case.pk}/"))


def test_the_correction_notice_is_a_paper(client: Client, case: Case) -> None:
    assert re.search(r"补正告知书", text(client.get(f"/cases/{case.pk}/")))
