"""Second factors and certificates: set up, used once, registered at a counter, ended."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests.cases import signing
from tests.cases.factories import MORNING, a_clerk, make_person, refused
from tests.cases.signing import PASSWORD, Token, code_at, signed_in
from tongban.identity import actions, queries
from tongban.identity.models import SecondFactor
from tongban.identity.terms import (
    PUBLIC,
    SYSTEM,
    CertificateEnded,
    Denied,
    NoCertificate,
    NoLogin,
    NoSecondFactor,
    WrongCode,
    WrongSignature,
)
from tongban.kernel import one_time
from tongban.kernel.signing import outside

pytestmark = pytest.mark.django_db
CHALLENGE = b"tongban sign-in\ntest\nnonce"


def proved(token: Token, *, challenge: bytes = CHALLENGE, fingerprint: str = "", at=MORNING) -> uuid.UUID:
    signature = token.sign(outside.digest(CHALLENGE, certificate=token.certificate))
    return actions.prove_by_certificate(
        fingerprint=fingerprint or token.fingerprint, challenge=challenge, signature=signature, by=PUBLIC, at=at
    )


def test_a_second_factor_counts_from_its_first_code() -> None:
    by = signed_in(factor=False)
    assert queries.second_factor_of(by) is None
    secret = actions.begin_second_factor(login_id=by.id or uuid.uuid4(), by=by, at=MORNING)
    assert queries.second_factor_of(by) is False
    with refused(NoSecondFactor):
        actions.release_key(password=PASSWORD, code=one_time.code(secret, one_time.counter_at(MORNING)), by=by, at=MORNING)
    with refused(WrongCode):
        actions.confirm_second_factor(code="000000", by=by, at=MORNING)
    actions.confirm_second_factor(code=one_time.code(secret, one_time.counter_at(MORNING)), by=by, at=MORNING)
    assert queries.second_factor_of(by) is True
    later = MORNING + timedelta(minutes=1)
    actions.release_key(password=PASSWORD, code=one_time.code(secret, one_time.counter_at(later)), by=by, at=later)


def test_the_secret_is_encrypted_and_a_new_one_ends_the_old() -> None:
    by = signed_in()
    row = SecondFactor.objects.get()
    assert row.secret == signing.SECRET
    actions.begin_second_factor(login_id=by.id or uuid.uuid4(), by=by, at=MORNING)
    with refused(NoSecondFactor):
        actions.release_key(password=PASSWORD, code=code_at(MORNING), by=by, at=MORNING)


def test_nobody_sets_up_a_second_factor_for_another_or_gives_its_secret() -> None:
    by, other = signed_in(factor=False), signed_in(factor=False)
    with refused(Denied):
        actions.begin_second_factor(login_id=other.id or uuid.uuid4(), by=by, at=MORNING)
    with refused(Denied):
        actions.begin_second_factor(login_id=by.id or uuid.uuid4(), secret=signing.SECRET, by=by, at=MORNING)


def test_a_counter_registers_a_certificate_and_it_signs_its_holder_in() -> None:
    by, token = signed_in(), Token()
    assert by.person_id is not None
    with refused(Denied):
        actions.register_certificate(der=token.certificate, person_id=by.person_id, by=by, at=MORNING)
    clerk = a_clerk("minzheng/window")
    first = actions.register_certificate(der=token.certificate, person_id=by.person_id, by=clerk, at=MORNING)
    assert actions.register_certificate(der=token.certificate, person_id=by.person_id, by=SYSTEM, at=MORNING) == first
    assert proved(token) == by.id
    assert queries.certificate_lives(first, at=MORNING)


def test_signing_in_is_refused_by_name() -> None:
    by, token, stranger = signed_in(), Token(), Token()
    assert by.person_id is not None
    fingerprint = token.register(by.person_id)
    with refused(NoCertificate):
        proved(stranger)
    with refused(WrongSignature):
        proved(stranger, fingerprint=fingerprint)
    with refused(WrongSignature):
        proved(token, challenge=CHALLENGE + b"another")
    with refused(CertificateEnded):
        proved(token, at=MORNING + timedelta(days=3650))
    other = Token()
    other.register(make_person())
    with refused(NoLogin):
        proved(other)
    actions.revoke_certificate(fingerprint=fingerprint, by=by, at=MORNING)
    with refused(CertificateEnded):
        proved(token)
    assert not queries.certificate_lives(fingerprint, at=MORNING)


def test_a_certificate_is_ended_by_its_holder_or_at_a_desk_only() -> None:
    by = signed_in()
    assert by.person_id is not None
    fingerprint = Token().register(by.person_id)
    with refused(Denied):
        actions.revoke_certificate(fingerprint=fingerprint, by=signed_in(), at=MORNING)
    with refused(NoCertificate):
        actions.revoke_certificate(fingerprint="0" * 64, by=by, at=MORNING)
    actions.revoke_certificate(fingerprint=fingerprint, by=a_clerk("minzheng/window"), at=MORNING)
    actions.revoke_certificate(fingerprint=fingerprint, by=by, at=MORNING + timedelta(days=1))
    (kept,) = queries.certificates_of(by)
    assert kept.revoked_at == MORNING
