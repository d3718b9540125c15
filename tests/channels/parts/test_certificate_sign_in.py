"""Signing in with a certificate: the challenge counts once and for its own browser, and the session is known as from a counter."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import signing
from tests.cases.signing import Token, signed_in
from tongban.identity import actions as identity_actions
from tongban.kernel import clock
from tongban.kernel.signing import outside

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_a_refused_verb_takes_only_itself_back")]


@pytest.fixture(autouse=True)
def _hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: signing.MORNING)
    signing.load()


@pytest.fixture
def holder() -> Actor:
    return signed_in()


@pytest.fixture
def token(holder: Actor) -> Token:
    token = Token()
    assert holder.person_id is not None
    token.register(holder.person_id)
    return token


def asked(client: Client, **more: str) -> bytes:
    """The message of the challenge on the page."""
    page = client.get(reverse("certificate_login"), more).content.decode()
    found = re.search(r'id="task">([^<]+)</textarea>', page)
    assert found
    (message,) = json.loads(base64.urlsafe_b64decode(found[1]))["messages"]
    return base64.b64decode(message)


def answer(message: bytes, token: Token) -> str:
    signature = token.sign(outside.digest(message, certificate=token.certificate))
    told = {"certificate": token.fingerprint, "signatures": [base64.b64encode(signature).decode()]}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def post(client: Client, text: str, **more: str):
    return client.post(reverse("certificate_login"), {"answer": text, **more})


def test_whoever_has_the_token_comes_in_and_is_known_as_from_a_counter(client: Client, holder: Actor, token: Token) -> None:
    message = asked(client, next="/me/")
    assert message.startswith(b"tongban sign-in\ntestserver\n")
    response = post(client, answer(message, token), next="/me/")
    assert (response.status_code, response["Location"]) == (302, "/me/")
    assert client.session["_auth_user_id"] == str(holder.id)
    assert "L4" in client.get("/me/").content.decode()


def test_the_level_ends_with_the_certificate(client: Client, holder: Actor, token: Token) -> None:
    post(client, answer(asked(client), token))
    identity_actions.revoke_certificate(fingerprint=token.fingerprint, by=holder, at=signing.MORNING)
    assert "L3" in client.get("/me/").content.decode()


def test_a_replayed_answer_opens_nothing(client: Client, token: Token) -> None:
    text = answer(asked(client), token)
    assert post(client, text).status_code == 302
    client.post(reverse("account_logout"))
    assert post(client, text).status_code == 409, "there is no challenge any more"
    asked(client)
    response = post(client, text)
    assert response.status_code == 422 and "UKey 的签名对不上" in response.content.decode()
    assert "_auth_user_id" not in client.session
    other = Client()
    asked(other)
    assert post(other, text).status_code == 422


def test_a_challenge_grows_old(client: Client, token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    text = answer(asked(client), token)
    monkeypatch.setattr(clock, "now", lambda: signing.LATER)
    assert post(client, text).status_code == 409


def test_what_is_wrong_is_told_by_name(client: Client, token: Token) -> None:
    asked(client)
    assert post(client, "no answer").status_code == 422
    stranger = Token()
    response = post(client, answer(asked(client), stranger))
    assert response.status_code == 404 and "这张证书没有登记过" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_is_led_elsewhere(client: Client, token: Token) -> None:
    response = post(client, answer(asked(client), token), next="https://example.org/")
    assert not response["Location"].startswith("https://example.org")
