"""Signing over REST: the same verbs, the same refusals."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from django.core.cache import cache

from tests.cases import city, factories, signing
from tests.cases.signing import SECRET, Token
from tests.channels.rest.caller import Caller
from tests.channels.rest.people import PASSWORD, Somebody, a_citizen
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

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
