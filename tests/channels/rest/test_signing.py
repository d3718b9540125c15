"""Signing over REST: the same verbs, the same refusals."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from django.core.cache import cache

from tests.cases import city, factories, signing
from tests.cases.signing import SECRET, Token
from tests.channels.rest.caller import Caller, problem
from tests.channels.rest.people import PASSWORD, Somebody, a_citizen
from tongban.cases import actions as case_actions
from tongban.cases.models import FormSignature
from tongban.cases.terms import CorrectionItem, Shortcoming
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences.models import Licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(town: None) -> Somebody:
    """A citizen with a second factor, in a city where the benefit is signed."""
    cache.clear()
    signing.load("required", city.SHORT)
    somebody = a_citizen(7)
    identity_actions.begin_second_factor(login_id=somebody.login_id, secret=SECRET, by=SYSTEM, at=factories.MORNING)
    return somebody


def body(person: Somebody, **more: Any) -> dict[str, Any]:
    told = {"service": city.SHORT, "applicant_kind": "person", "applicant_id": str(person.person_id)}
    return told | {"form": factories.FORMS[city.SHORT]} | more


def code() -> str:
    return signing.code_at(clock.now())


def test_signed_with_the_citys_key_and_handed_in(person: Somebody) -> None:
    caller = Caller(person)
    assert caller.post("/cases", body(person), Idempotency_Key=str(uuid.uuid4())).json()["type"].endswith("signature-missing")
    form = caller.post("/signings", body(person)).json()
    place = f"/signings/{form['id']}"
    assert caller.get(f"{place}/seals").json() == []
    assert caller.post(f"{place}/signature", {"password": "no", "code": code()}).status_code == 403
    signed = caller.post(f"{place}/signature", {"password": PASSWORD, "code": code()}).json()
    assert signed["means"] == "server" and signed["signed_at"]
    assert caller.get(f"{place}/form.pdf").content.startswith(b"%PDF")
    assert caller.get(f"{place}/form.ofd").content.startswith(b"PK")
    assert caller.post("/cases", body(person, signing_id=form["id"]), Idempotency_Key=str(uuid.uuid4())).status_code == 201


def test_signed_with_a_token(person: Somebody) -> None:
    caller, token = Caller(person), Token()
    assert person.person_id is not None
    fingerprint = token.register(person.person_id)
    place = f"/signings/{caller.post('/signings', body(person)).json()['id']}"
    task = caller.post(f"{place}/token", {"certificate": fingerprint}).json()
    signatures = [base64.b64encode(token.sign(base64.b64decode(each))).decode() for each in task["digests"]]
    assert caller.post(f"{place}/token/answer", {"signatures": ["!"]}).status_code == 422
    assert caller.post(f"{place}/token/answer", {"signatures": signatures}).json()["means"] == "token"


def test_five_wrong_codes_and_then_a_rest(person: Somebody) -> None:
    caller = Caller(person)
    place = f"/signings/{caller.post('/signings', body(person)).json()['id']}/signature"
    for _ in range(5):
        assert caller.post(place, {"password": PASSWORD, "code": "000000"}).status_code == 403
    assert caller.post(place, {"password": PASSWORD, "code": code()}).status_code == 429
    cache.clear()


def test_a_correction_is_signed_too(person: Somebody) -> None:
    caller = Caller(person)
    form = caller.post("/signings", body(person)).json()
    caller.post(f"/signings/{form['id']}/signature", {"password": PASSWORD, "code": code()})
    case_id = caller.post("/cases", body(person, signing_id=form["id"]), Idempotency_Key=str(uuid.uuid4())).json()["case_id"]
    point = CorrectionItem("field:amount", Shortcoming.INCORRECT, "金额写错了")
    case_actions.ask_correction(case_id=case_id, items=(point,), by=factories.a_clerk("minzheng/window"), at=clock.now())
    place, told = f"/cases/{case_id}/correction", {"form": factories.FORMS[city.SHORT] | {"amount": 350}}
    refused = caller.post(place, told, Idempotency_Key=str(uuid.uuid4()))
    assert refused.status_code == 422 and refused.json()["type"].endswith("signature-missing")
    made = caller.post(f"{place}/signings", told)
    assert made.status_code == 201
    unsigned = caller.post(place, told | {"signing_id": made.json()["id"]}, Idempotency_Key=str(uuid.uuid4()))
    assert unsigned.json()["type"].endswith("not-signed")
    assert caller.get(f"/signings/{made.json()['id']}").json()["signed_at"] is None


def test_a_licence_of_somebody_else_is_refused_before_anything_is_signed(town: None) -> None:
    cache.clear()
    signing.load("required", city.QUALIFICATION)
    agent, other = a_citizen(8, company=True), factories.make_company()
    theirs = factories.make_licence(other)
    told = {"service": city.QUALIFICATION, "applicant_kind": "organisation", "applicant_id": str(agent.company_id)}
    told |= {"situation": {"purpose": "first"}}
    told |= {"form": factories.FORMS[city.QUALIFICATION], "materials": [{"key": "business_licence", "licence_id": str(theirs.id)}]}
    refused = problem(Caller(agent).post("/signings", told), 422, "invalid-application")
    assert refused["faults"]["materials.business_licence"].startswith("licence_not_usable")
    assert not FormSignature.objects.exists()
    mine = Licence.objects.get(holder_id=agent.company_id, type="BL")
    told["materials"] = [{"key": "business_licence", "licence_id": str(mine.pk)}]
    refused = problem(Caller(agent).post("/signings", told), 422, "invalid-application")
    assert set(refused["faults"]) == {"materials.report"}, "what is missing is told too"
    report = factories.an_upload("report")
    factories.uploaded(report, by=agent.actor)
    told["materials"] += [{"key": "report", "file_digest": report.file_digest, "file_name": report.file_name}]
    assert Caller(agent).post("/signings", told).status_code == 201
