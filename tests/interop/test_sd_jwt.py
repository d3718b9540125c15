"""Credentials and status lists, judged by who did not write them: PyPI's sd-jwt, and npm's @sd-jwt/sd-jwt-vc."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS, InvalidJWSSignature
from sd_jwt.verifier import SDJWTVerifier

from tests.interop import node
from tests.licences import factories
from tongban.identity.terms import HolderKind
from tongban.kernel import signing
from tongban.licences import models, queries, terms
from tongban.sharing import queries as sharing_queries

NOON = factories.NOON
SCRIPT = Path(__file__).with_name("judge_sd_jwt.cjs")
PACKAGES = ("@sd-jwt/sd-jwt-vc@0.19.0", "@sd-jwt/crypto-nodejs@0.19.0")
NUMBER = "999999199003070012"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    sharing_queries.forget_status_lists()
    queries.forget_types()
    yield
    queries.forget_types()


@pytest.fixture
def card(db: None) -> Any:
    """The identity card of somebody of 36 years, and them."""
    factories.make_departments()
    kind = factories.make_licence_type(code="ID", holder_kinds=frozenset({HolderKind.PERSON}))
    holder = factories.a_holder(kind=HolderKind.PERSON, name="演示·林晓", code=NUMBER)
    return factories.make_licence(kind=kind, holder=holder, number=NUMBER), factories.a_person(holder.id)


def made(card: Any, names: list[str] | None = None, **more: Any) -> str:
    licence, person = card
    return sharing_queries.credential(licence.id, names=names, by=person, at=NOON, purpose="own wallet", **more)


def issuer_key() -> dict[str, str]:
    (key,) = sharing_queries.issuer_metadata(at=NOON)["jwks"]["keys"]
    return key


def list_of(credential: str) -> dict[str, str]:
    """The status list that a credential names, as its verifier would fetch it."""
    uri = payload(credential)["status"]["status_list"]["uri"]
    return {uri: sharing_queries.status_list(int(uri.rpartition("/")[2]), at=NOON)}


def payload(token: str) -> dict[str, Any]:
    return json.loads(decoded(token.split("~")[0].split(".")[1]))


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def turned(credential: str) -> str:
    """The same with one bit of the statement turned over."""
    header, body, signature = credential.split("~")[0].split(".")
    other = {**json.loads(decoded(body)), "issuing_authority": "别的机关"}
    forged = base64.urlsafe_b64encode(json.dumps(other).encode()).rstrip(b"=").decode()
    return credential.replace(f"{header}.{body}.{signature}", f"{header}.{forged}.{signature}")


def by_python(credential: str) -> dict[str, Any]:
    return SDJWTVerifier(credential, lambda issuer, header: JWK(**issuer_key())).get_verified_payload()


class TestPythons:
    def test_over_eighteen_is_proven_without_the_number(self, card: Any) -> None:
        credential = made(card, ["age_over_18"])
        proven = by_python(credential)
        assert proven["age_over_18"] is True
        assert "number" not in proven and "holder_name" not in proven
        assert NUMBER not in credential and all(NUMBER not in str(decoded(each)) for each in credential.split("~")[1:] if each)

    def test_everything_is_there_for_the_holders_own_wallet(self, card: Any) -> None:
        proven = by_python(made(card))
        assert proven["number"] == NUMBER and proven["holder_name"] == "演示·林晓"
        assert proven["content"]["company_name"] == "示例"
        assert proven["vct"] == "urn:tongban:licence-type:11100000000013338W011"

    def test_a_changed_statement_and_a_foreign_disclosure_are_refused(self, card: Any) -> None:
        credential = made(card, ["age_over_18"])
        with pytest.raises(InvalidJWSSignature):
            by_python(turned(credential))
        foreign = made(card, ["number"]).split("~")[1]
        assert "number" not in by_python(f"{credential}{foreign}~")

    def test_the_header_leads_to_the_citys_root(self, card: Any) -> None:
        header = json.loads(decoded(made(card).split(".")[0]))
        assert (header["typ"], header["alg"]) == ("dc+sd-jwt", "ES256")
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(signing.ca_certificate()))
        assert "development" in certificate.subject.rfc4514_string()
        numbers = certificate.public_key()
        assert isinstance(numbers, ec.EllipticCurvePublicKey)
        assert header["kid"] == issuer_key()["kid"] == JWK(**issuer_key()).thumbprint()

    def test_a_status_list_is_a_signed_token_of_its_own(self, card: Any) -> None:
        ((uri, token),) = list_of(made(card)).items()
        signed = JWS()
        signed.deserialize(token, JWK(**issuer_key()))
        assert signed.jose_header["typ"] == "statuslist+jwt"
        told = json.loads(signed.payload)
        assert told["sub"] == uri and told["status_list"]["bits"] == 2 and told["ttl"] <= 300 < told["exp"] - told["iat"]


def by_npm(credential: str, **more: Any) -> Any:
    question = {"credential": credential, "issuer": issuer_key(), "lists": list_of(credential), "now": int(NOON.timestamp()), **more}
    return node.ask(SCRIPT, question, *PACKAGES)


class TestNpm:
    def test_npm_verifies_what_was_chosen_and_the_status(self, card: Any) -> None:
        verdict = by_npm(made(card, ["age_over_18"]))
        assert verdict["ok"], verdict
        assert verdict["payload"]["age_over_18"] is True and "number" not in verdict["payload"]

    def test_npm_as_a_wallet_chooses_itself_and_proves_that_it_holds_the_key(self, card: Any) -> None:
        pair = node.ask(SCRIPT, {"generate": True}, *PACKAGES)
        public = {name: pair["publicKey"][name] for name in ("kty", "crv", "x", "y")}
        credential = made(card, holder_key=public)
        told = {"holder": pair["privateKey"], "frame": {"age_over_18": True}, "nonce": "a nonce that is long enough"}
        verdict = by_npm(credential, expect=told["nonce"], **told)
        assert verdict["ok"], verdict
        assert verdict["payload"]["age_over_18"] is True and "number" not in verdict["payload"]
        assert verdict["presentation"].count("~") == 2 and not verdict["presentation"].endswith("~")
        replayed = by_npm(verdict["presentation"], expect="another nonce")
        assert not replayed["ok"]

    @pytest.mark.parametrize("state", [terms.LicenceState.REVOKED, terms.LicenceState.SUSPENDED])
    def test_npm_learns_of_a_licence_that_has_ended(self, card: Any, state: terms.LicenceState) -> None:
        credential = made(card, ["age_over_18"])
        models.Licence.objects.filter(pk=card[0].id).update(state=state)
        sharing_queries.forget_status_lists()
        verdict = by_npm(credential)
        assert not verdict["ok"] and "status" in verdict["error"].lower(), verdict

    def test_npm_refuses_a_changed_statement(self, card: Any) -> None:
        assert not by_npm(turned(made(card, ["age_over_18"])))["ok"]
