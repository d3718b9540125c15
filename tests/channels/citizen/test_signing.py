"""A company's water permit, which is not handed in without a seal: the pages from the check to the receipt, and what they refuse."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cases.signing import Token
from tests.channels.citizen.story import value
from tests.channels.conftest import DAY
from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.models import Case, FormSignature
from tongban.cases.terms import CorrectionItem, Handed, Shortcoming
from tongban.catalog import queries as catalog_queries
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM, Actor, ActorKind, HolderKind
from tongban.kernel import clock, files, one_time
from tongban.kernel.models import Upload
from tongban.seals import actions as seal_actions
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealKind, SealOwner

PHONE, REPRESENTATIVE, AGENT, CLERK = "19900000006", "19900000002", "19900000001", "19900000106"
WATER, CODE = "350100-SL-0301", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "rongcheng-demo-2026"


def actor(phone: str) -> Actor:
    login = identity_queries.login_by_phone(phone)
    assert login is not None
    return identity_queries.actor(login.pk, at=DAY, as_person=True)


def company(by: Actor, name: str = "清源") -> UUID:
    return next(each.organisation.id for each in identity_queries.mandates_of(by, at=DAY) if name in each.organisation.name)


def code(at=DAY) -> str:
    return one_time.code(CODE, one_time.counter_at(at))


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    """Whoever acts for the company, with everything filled in."""
    cache.clear()
    client, by = signed_in(PHONE), actor(PHONE)
    applicant = company(by)
    kept = files.keep(b"%PDF-1.7\n%%EOF\n", media_type="application/pdf", at=DAY)
    Upload.objects.create(file_id=kept.digest, actor_id=by.id, stored_at=DAY)
    known = case_queries.prefill(catalog_queries.current(WATER, at=DAY), applicant, by=by, at=DAY)
    form = {
        "source": "surface",
        "place": "西岭区清水湾村 东溪",
        "in_city": False,
        "purpose": "industry",
        "yearly_amount": 12,
        "metering": "流量计",
    }
    materials = (
        Handed("business_licence", licence_id=known.licences["business_licence"]),
        Handed("site_map", file_digest=kept.digest, file_name="图.pdf"),
    )
    case_actions.save_draft(
        service=WATER,
        applicant_kind=HolderKind.ORGANISATION,
        applicant_id=applicant,
        situation={"household": "business", "new_project": "no", "neighbours": "no"},
        form=known.form | form,
        materials=materials,
        by=by,
        at=DAY,
    )
    return client


def review(client: Client) -> str:
    return client.get(reverse("citizen:review", args=(WATER, company(actor(PHONE))))).content.decode()


def prepared(client: Client) -> str:
    """The address of the page on which the form is signed."""
    sealed = re.search(r'name="application" value="([^"]+)"', review(client))
    assert sealed
    response = client.post(reverse("citizen:prepare-signing", args=(WATER, company(actor(PHONE)))), {"application": sealed[1]})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def unit_seal(by: Actor) -> str:
    found = seal_queries.seals_for(HolderKind.ORGANISATION, company(by), by=by, at=DAY)
    return str(next(each.id for each in found if each.kind is SealKind.UNIT))


def signed(client: Client, place: str, **wrong: str):
    return client.post(place, {"act": "server", "seal": unit_seal(actor(PHONE)), "password": PASSWORD, "code": code()} | wrong)


def test_the_page_to_check_leads_to_the_seal_and_hands_nothing_in_by_itself(browser: Client) -> None:
    page = review(browser)
    assert "去盖章" in page and "提交申请" not in page
    sealed = re.search(r'name="application" value="([^"]+)"', page)
    assert sealed
    place = reverse("citizen:review", args=(WATER, company(actor(PHONE))))
    key = "6f1f4f0e-5d0c-4c0e-9b7a-2a1c5a7f3d10"
    response = browser.post(place, {"application": sealed[1], "key": key})
    assert response.status_code == 422 and "申请书还没有签名" in response.content.decode()
    assert not Case.objects.exists()


def test_sealed_and_handed_in_once(browser: Client, signed_in: Callable[[str], Client]) -> None:
    place = prepared(browser)
    assert "用哪枚印章" in browser.get(place).content.decode()
    assert signed(browser, place).status_code == 302
    page = browser.get(place).content.decode()
    assert "签好了，提交吧" in page
    for form in ("pdf", "ofd"):
        assert browser.get(f"{place}form.{form}").status_code == 200
    first = browser.post(place, {"act": "submit"})
    assert browser.post(place, {"act": "submit"})["Location"] == first["Location"]
    case = Case.objects.get()
    assert "验证通过" in browser.get(reverse("citizen:case", args=(case.pk,))).content.decode()
    clerk, signature = signed_in(CLERK), FormSignature.objects.get()
    assert "申请人的印章" in clerk.get(reverse("desk:case", args=(case.pk,))).content.decode()
    assert clerk.get(reverse("desk:signature", args=(case.pk, signature.pk, "pdf"))).content.startswith(b"%PDF")
    assert clerk.get(reverse("desk:signature", args=(case.pk, signature.pk, "exe"))).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "x"}, "密码不对"),
        ({"code": "000000"}, "动态验证码不对"),
        ({"seal": "6f1f4f0e-5d0c-4c0e-9b7a-2a1c5a7f3d10"}, "没有找到这枚印章"),
        ({"seal": ""}, "没有找到这枚印章"),
    ],
)
def test_what_is_wrong_is_told_on_the_page(browser: Client, wrong: dict[str, str], words: str) -> None:
    response = signed(browser, prepared(browser), **wrong)
    assert response.status_code in (403, 404) and words in response.content.decode()


def test_five_wrong_tries_and_then_a_rest(browser: Client) -> None:
    place = prepared(browser)
    for _ in range(5):
        assert signed(browser, place, code="000000").status_code == 403
    response = signed(browser, place)
    assert response.status_code == 429 and "五分钟" in response.content.decode()
    cache.clear()


def test_somebody_elses_form_and_another_services_address_show_nothing(browser: Client, signed_in: Callable[[str], Client]) -> None:
    place = prepared(browser)
    assert signed_in(AGENT).get(place).status_code == 404
    assert browser.get(place.replace(WATER, "350100-JW-0102")).status_code == 404
    assert browser.get(f"{place}form.pdf").status_code == 422


def test_an_old_page_goes_back_to_the_check(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = prepared(browser)
    signed(browser, place)
    monkeypatch.setattr(clock, "now", lambda: DAY + timedelta(hours=25))
    assert browser.post(place, {"act": "submit"})["Location"].endswith("/review/")
    applicant = company(actor(PHONE))
    response = browser.post(reverse("citizen:prepare-signing", args=(WATER, applicant)), {"application": "nothing"})
    assert response["Location"].endswith("/review/")


def test_with_a_token(browser: Client) -> None:
    by, token = actor(PHONE), Token("榕城清源食品有限公司（演示）", at=DAY)
    assert by.person_id is not None
    told = {"der": token.certificate, "person_id": by.person_id, "organisation_id": company(by)}
    fingerprint = identity_actions.register_certificate(**told, by=SYSTEM, at=DAY)
    place = prepared(browser)
    assert "用 UKey 签" in browser.get(place).content.decode()
    page = browser.post(place, {"act": "ask", "certificate": fingerprint}).content.decode()
    task = re.search(r'id="task">([^<]+)</textarea>', page)
    assert task
    (digest,) = json.loads(base64.urlsafe_b64decode(task[1]))["digests"]
    signature = base64.b64encode(token.sign(base64.b64decode(digest))).decode()
    wrong = base64.urlsafe_b64encode(json.dumps({"signatures": [base64.b64encode(b"x").decode()]}).encode()).decode()
    for answer in (wrong, "nothing"):
        assert browser.post(place, {"act": "token", "answer": answer}).status_code == 422
    right = base64.urlsafe_b64encode(json.dumps({"certificate": fingerprint, "signatures": [signature]}).encode()).decode()
    assert browser.post(place, {"act": "token", "answer": right}).status_code == 302
    assert browser.post(place, {"act": "submit"}).status_code == 302
    assert "用自己的 UKey 签" in browser.get(reverse("citizen:case", args=(Case.objects.get().pk,))).content.decode()


def test_a_certificate_of_somebody_else_is_refused_on_the_page(browser: Client) -> None:
    other, token = actor(AGENT), Token(at=DAY)
    fingerprint = identity_actions.register_certificate(der=token.certificate, person_id=other.person_id or UUID(int=0), by=SYSTEM, at=DAY)
    response = browser.post(prepared(browser), {"act": "ask", "certificate": fingerprint})
    assert response.status_code == 403 and "这张证书是别人的" in response.content.decode()


def test_the_legal_representative_grants_and_takes_back(signed_in: Callable[[str], Client]) -> None:
    client, by, agent = signed_in(REPRESENTATIVE), actor(REPRESENTATIVE), actor(AGENT)
    (seal,) = [
        each
        for each in seal_queries.seals_of(SealOwner.ORGANISATION, str(company(by, "示例建设")), by=by)
        if each.kind is SealKind.REPRESENTATIVE
    ]
    assert "示例建设" in client.get(reverse("citizen:signing")).content.decode()
    place = reverse("citizen:seal", args=(seal.id,))
    assert client.get(place).status_code == 200
    grants = reverse("citizen:grant-seal", args=(seal.id,))
    for told in (
        {"person": str(agent.person_id), "until": ""},
        {"person": "x", "until": "2027-01-01"},
        {"person": str(agent.person_id), "until": "2020-01-01"},
    ):
        assert client.post(grants, told).status_code == 422
    assert client.post(grants, {"person": str(agent.person_id), "until": "2027-01-01"}).status_code == 302
    (grant,) = seal_queries.seal_grants(seal.id, by=by)
    assert "演示·陈晓" in client.get(place).content.decode()
    endless = {"person_id": agent.person_id, "person_name": "演示·陈晓", "valid_from": clock.city_date(clock.now())}
    seal_actions.grant_seal(seal_id=seal.id, **endless, by=by, at=clock.now())
    told = client.get(place).content.decode()
    assert "长期有效，直到收回" in told and "授权至 —" not in told
    agents = signed_in(AGENT)
    assert "授权我用的印章" in agents.get(reverse("citizen:signing")).content.decode()
    assert agents.get(reverse("citizen:seal-picture", args=(seal.id,))).status_code == 200
    assert agents.get(place).status_code == 404
    for each in seal_queries.seal_grants(seal.id, by=by):
        client.post(reverse("citizen:revoke-seal-grant", args=(seal.id, each.id)))
    told = client.get(place).content.decode()
    assert "已收回" in told and "授权从" in told
    assert agents.get(reverse("citizen:seal-picture", args=(seal.id,))).status_code == 404
    change = reverse("citizen:change-seal", args=(seal.id,))
    assert client.post(change, {"change": "suspend", "reason": "演示"}).status_code == 302
    assert "已停用" in client.get(place).content.decode()
    assert client.post(change, {"change": "suspend"}).status_code == 409
    assert client.post(change, {"change": "nothing"}).status_code == 409
    assert client.post(change, {"change": "destroy", "reason": "演示"}).status_code == 302
    make = reverse("citizen:make-seal", args=(UUID(seal.owner),))
    assert client.post(make, {"kind": "representative"}).status_code == 302
    assert client.post(make, {"kind": "representative"}).status_code == 409
    assert agents.post(make).status_code == 404


def test_a_second_factor_is_set_up_with_its_first_code(signed_in: Callable[[str], Client]) -> None:
    cache.clear()
    client = signed_in(AGENT)
    place = reverse("citizen:second-factor")
    assert "开始" in client.get(place).content.decode()
    client.post(place, {"begin": "1"})
    page = client.get(place).content.decode()
    secret = "".join(re.findall(r'<code class="number">([^<]+)</code>', page)[0].split())
    assert client.post(place, {"code": "000000"}).status_code == 403
    typed = one_time.code(secret, one_time.counter_at(DAY))
    assert client.post(place, {"code": typed, "next": "/me/"})["Location"] == "/me/"
    assert secret not in client.get(place).content.decode()


def test_a_department_looks_after_its_seal(signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in(CLERK)
    assert "第一次签发证照时自动制作" in clerk.get(reverse("desk:seals")).content.decode()
    seal = seal_queries.department_seal("shuiliju", at=DAY)
    assert seal.esid in clerk.get(reverse("desk:seals")).content.decode()
    place, change = reverse("desk:seal", args=(seal.id,)), reverse("desk:change-seal", args=(seal.id,))
    assert clerk.get(place).status_code == 200 and clerk.get(reverse("desk:seal-picture", args=(seal.id,))).status_code == 200
    clerk.post(change, {"change": "hand_over", "custodian": ""})
    assert "请写明新的保管人" in clerk.get(place).content.decode()
    clerk.post(change, {"change": "hand_over", "custodian": "演示·新保管", "reason": "轮岗"})
    assert "演示·新保管" in clerk.get(place).content.decode()
    assert clerk.post(change, {"change": "nothing"}).status_code == 409
    assert signed_in("19900000101").get(place).status_code == 404


def correction_of(client: Client) -> tuple[Case, HttpResponse]:
    """A case that was sealed and handed in, is to be corrected, and the page that shows the corrected contents once more."""
    place = prepared(client)
    signed(client, place)
    client.post(place, {"act": "submit"})
    case = Case.objects.get()
    point = CorrectionItem("field:metering", Shortcoming.INCORRECT, "请写计量设施的型号")
    clerk = Actor(kind=ActorKind.STAFF, id=uuid4(), name="演示科员", desks=frozenset({case.window}))
    case_actions.ask_correction(case_id=case.pk, items=(point,), by=clerk, at=DAY)
    at = reverse("citizen:correction", args=(case.pk,))
    page = client.get(at)
    typed = {name: value(page, name) for name in re.findall(r'name="(form\.[a-z_]+)"', page.content.decode())}
    chosen_ones = {"form.source": "surface", "form.in_city": "false", "form.purpose": "industry"}
    return case, client.post(at, typed | chosen_ones | {"form.metering": "超声波流量计 DN100"})


def test_a_correction_is_sealed_too_before_it_is_handed_in(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case, page = correction_of(browser)
    words = page.content.decode()
    assert page.status_code == 200 and "去盖章" in words and ">提交补正<" not in words
    carried = {name: value(page, name) for name in ("key", "sealed")} | {"confirm": "1"}
    at = reverse("citizen:correction", args=(case.pk,))
    refused = browser.post(at, carried)
    assert refused.status_code == 422 and "申请书还没有签名" in refused.content.decode()
    place = browser.post(at, carried | {"sign": "1"})["Location"]
    assert place.startswith(f"{at}sign/")
    assert "用哪枚印章" in browser.get(place).content.decode()
    later = DAY + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert signed(browser, place, code=code(later)).status_code == 302
    page = browser.get(place).content.decode()
    assert "签的是补正后的全部内容" in page and "提交补正" in page
    assert browser.get(f"{place}form.pdf").content.startswith(b"%PDF")
    assert browser.post(place, {"act": "submit"})["Location"] == reverse("citizen:case", args=(case.pk,))
    assert FormSignature.objects.filter(case=case).values_list("round", flat=True).order_by("round")[1] == 2
    assert Case.objects.get().form["metering"] == "超声波流量计 DN100"


def test_the_seal_of_a_correction_is_on_its_own_page_only(browser: Client, signed_in: Callable[[str], Client]) -> None:
    case, page = correction_of(browser)
    carried = {name: value(page, name) for name in ("key", "sealed")} | {"confirm": "1", "sign": "1"}
    place = browser.post(reverse("citizen:correction", args=(case.pk,)), carried)["Location"]
    assert signed_in(AGENT).get(place).status_code == 404
    signing_id = place.rstrip("/").rpartition("/")[2]
    assert browser.get(reverse("citizen:sign", args=(WATER, company(actor(PHONE)), signing_id))).status_code == 404
    assert browser.get(reverse("citizen:correction-sign", args=(uuid4(), signing_id))).status_code == 404
