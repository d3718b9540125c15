"""An application that its applicant signs: with the city's key or a token, verified when it is handed in, refused by name otherwise."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases import city, factories, signing
from tests.cases.factories import MORNING, refused
from tests.cases.signing import LATER, Token, a_company, a_seal, prepared, sign, signed_in, submit
from tongban.cases import actions, queries
from tongban.cases.models import Case, FormSignature
from tongban.cases.terms import (
    Application,
    InvalidApplication,
    NotSigned,
    SignatureMissing,
    SignatureNotAsked,
    SignatureView,
    SignedAlready,
    SignedSomethingElse,
    SigningOutdated,
    UnknownSigning,
)
from tongban.identity import actions as identity_actions
from tongban.identity.terms import (
    SYSTEM,
    Actor,
    CertificateEnded,
    CertificateNotTheirs,
    NoCertificate,
    NoSecondFactor,
    WrongCode,
    WrongPassword,
    WrongSignature,
)
from tongban.kernel import files, ofd
from tongban.kernel import signing as keys
from tongban.seals import actions as seal_actions
from tongban.seals import queries as seal_queries
from tongban.seals.models import SealUse
from tongban.seals.terms import SealChange, SealEnded, SealExpired, SealKind, SealNotGranted, SignatureBroken, SignMeans, UnknownSeal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    signing.load()


def of_a_person() -> tuple[Application, Actor]:
    by = signed_in()
    assert by.person_id is not None
    return factories.an_application(city.SHORT, by.person_id), by


def of_a_company() -> tuple[Application, Actor, uuid.UUID]:
    company, representative = a_company()
    return factories.an_application(city.CHECKED, company), representative, company


def grant(seal_id: uuid.UUID, agent: Actor, by: Actor) -> uuid.UUID:
    assert agent.person_id is not None
    day = MORNING.date()
    told = {"person_id": agent.person_id, "person_name": agent.name, "valid_from": day, "valid_until": day + timedelta(days=30)}
    return seal_actions.grant_seal(seal_id=seal_id, **told, by=by, at=MORNING)


def seen_by_the_reviewer(case_id: uuid.UUID) -> SignatureView:
    (signature,) = queries.case(case_id, by=SYSTEM, at=LATER, purpose="test").signatures
    return signature


def with_token(application: Application, by: Actor, token: Token, fingerprint: str) -> None:
    assert application.signing_id is not None
    task = actions.begin_token_signing(signing_id=application.signing_id, fingerprint=fingerprint, by=by, at=MORNING)
    actions.finish_token_signing(signing_id=application.signing_id, signatures=token.answer(task), by=by, at=LATER)


def test_what_a_person_signs_is_handed_in_and_shown_to_the_reviewer() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    turn = submit(application, by)
    signature = seen_by_the_reviewer(turn.case_id)
    assert signature.holds and signature.seal_kind == SealKind.PERSON and signature.means is SignMeans.SERVER
    assert len(signature.ofd_checks) == 11 and signature.pdf_checks
    assert signature.signed_at == MORNING


def test_both_documents_say_the_same_and_are_sound_for_strangers() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    row = FormSignature.objects.get()
    package = ofd.read(files.read(row.ofd_digest))
    assert row.asked in package.custom.values()
    (verdict,) = keys.judge_pdf(files.read(row.pdf_digest), at=LATER)
    assert verdict.holds and "演示甲" in verdict.signer
    turn = submit(application, by)
    clerk = factories.a_clerk("minzheng/window")
    for form in ("pdf", "ofd"):
        assert queries.case_document(turn.case_id, row.pk, form, by=clerk, at=LATER)


def test_a_changed_byte_is_found_when_it_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    row, read = FormSignature.objects.get(), files.read
    for digest in (row.pdf_digest, row.ofd_digest):
        content = bytearray(read(digest))
        place = content.find(b"/Type") if digest == row.pdf_digest else len(content) // 2
        content[place + 2] ^= 1
        monkeypatch.setattr(files, "read", lambda asked, digest=digest, content=bytes(content): content if asked == digest else read(asked))
        with refused(SignatureBroken):
            submit(application, by)
    assert not Case.objects.exists()


def test_an_unsigned_submission_is_refused_by_name() -> None:
    application, by = of_a_person()
    with refused(SignatureMissing):
        submit(application, by)
    with refused(NotSigned):
        submit(prepared(application, by), by)
    assert not Case.objects.exists()


def test_where_signing_is_offered_nobody_has_to() -> None:
    signing.load("offered")
    application, by = of_a_person()
    assert submit(application, by).number


def test_a_service_that_takes_no_signatures_says_so() -> None:
    signing.load("none")
    application, by = of_a_person()
    with refused(SignatureNotAsked):
        prepared(application, by)
    with refused(SignatureNotAsked):
        submit(replace(application, signing_id=uuid.uuid4()), by)


def test_what_was_changed_after_signing_is_refused() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    for changed in ({"form": application.form | {"amount": 900}}, {"materials": (factories.an_upload("x"),)}):
        with refused(SignedSomethingElse):
            submit(replace(application, **changed), by)


def test_a_signature_is_handed_in_once_and_soon() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    with refused(SigningOutdated):
        submit(application, by, at=MORNING + timedelta(hours=25))
    submit(application, by)
    with refused(SignedAlready):
        submit(application, by)
    with refused(SignedAlready):
        sign(application, by, at=LATER)


def test_a_document_that_is_too_old_is_not_signed() -> None:
    application, by = of_a_person()
    with refused(SigningOutdated):
        sign(prepared(application, by), by, at=MORNING + timedelta(hours=25))


def test_somebody_elses_form_is_nobodys() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    with refused(UnknownSigning):
        sign(application, signed_in())
    sign(application, by)
    with pytest.raises(UnknownSigning):
        queries.signing_of(application.signing_id or uuid.uuid4(), by=signed_in())
    with refused(UnknownSigning):
        submit(replace(application, signing_id=uuid.uuid4()), by)


def test_a_form_with_faults_is_not_drawn() -> None:
    application, by = of_a_person()
    with refused(InvalidApplication):
        prepared(replace(application, form={}), by)


@pytest.mark.parametrize(("wrong", "refusal"), [({"password": "no"}, WrongPassword), ({"code": "000000"}, WrongCode)])
def test_the_citys_key_is_released_by_password_and_code(wrong: dict[str, str], refusal: type[Exception]) -> None:
    application, by = of_a_person()
    with refused(refusal):
        sign(prepared(application, by), by, **wrong)
    assert not FormSignature.objects.exclude(signed_at=None).exists() and not SealUse.objects.exists()


def test_a_code_counts_once() -> None:
    application, by = of_a_person()
    sign(prepared(application, by), by)
    with refused(WrongCode):
        sign(prepared(application, by), by)


def test_without_a_second_factor_no_key_is_released() -> None:
    by = signed_in(factor=False)
    assert by.person_id is not None
    with refused(NoSecondFactor):
        sign(prepared(factories.an_application(city.SHORT, by.person_id), by), by)


def test_a_company_seals_with_either_of_its_seals() -> None:
    application, representative, company = of_a_company()
    for kind in (SealKind.UNIT, SealKind.REPRESENTATIVE):
        seal_id, signed = a_seal(company, kind), prepared(application, representative)
        at = MORNING if kind is SealKind.UNIT else LATER
        sign(signed, representative, seal_id=seal_id, at=at)
        signature = seen_by_the_reviewer(submit(signed, representative, at=at).case_id)
        assert signature.seal_kind == kind and signature.holds
        (use,) = seal_queries.seal_uses(seal_id, by=representative)
        assert use.grant_id is None


def test_a_company_without_a_seal_has_nothing_to_sign_with() -> None:
    application, representative, _company = of_a_company()
    with refused(UnknownSeal):
        sign(prepared(application, representative), representative)


def test_an_agent_seals_by_grant_and_a_grant_taken_back_ends_it_even_before_handing_in() -> None:
    application, representative, company = of_a_company()
    agent, seal_id = signed_in(mandates=(company,)), a_seal(company)
    with refused(SealNotGranted):
        sign(prepared(application, agent), agent, seal_id=seal_id)
    grant_id = grant(seal_id, agent, representative)
    signed = prepared(application, agent)
    sign(signed, agent, seal_id=seal_id)
    (use,) = seal_queries.seal_uses(seal_id, by=representative)
    assert use.grant_id == grant_id and use.actor_name == agent.name
    seal_actions.revoke_seal_grant(grant_id=grant_id, by=representative, at=LATER)
    with refused(SealNotGranted):
        submit(signed, agent, at=LATER)


@pytest.mark.parametrize("change", [SealChange.SUSPEND, SealChange.REPORT_LOST, SealChange.DESTROY])
def test_a_seal_that_ended_seals_nothing_and_hands_in_nothing(change: SealChange) -> None:
    application, representative, company = of_a_company()
    seal_id, signed = a_seal(company), prepared(application, representative)
    sign(signed, representative, seal_id=seal_id)
    seal_actions.change_seal(seal_id=seal_id, change=change, reason="演示", by=representative, at=LATER)
    with refused(SealEnded):
        submit(signed, representative, at=LATER)
    with refused(SealEnded):
        sign(prepared(application, representative, at=LATER), representative, seal_id=seal_id, at=LATER)


def test_an_expired_seal_seals_nothing() -> None:
    application, representative, company = of_a_company()
    seal_id = a_seal(company, at=MORNING - timedelta(days=3650))
    with refused(SealExpired):
        sign(prepared(application, representative), representative, seal_id=seal_id)


def test_a_person_signs_with_a_token() -> None:
    application, by = of_a_person()
    token, application = Token(), prepared(application, by)
    assert by.person_id is not None
    with_token(application, by, token, token.register(by.person_id))
    signature = seen_by_the_reviewer(submit(application, by, at=LATER).case_id)
    assert signature.means is SignMeans.TOKEN and signature.holds and "演示甲" in signature.certificate
    row = FormSignature.objects.get()
    (verdict,) = keys.judge_pdf(files.read(row.pdf_digest), at=LATER)
    assert verdict.certificate == token.certificate


def test_a_company_signs_with_its_token() -> None:
    application, representative, company = of_a_company()
    assert representative.person_id is not None
    token = Token(signing.NAME)
    fingerprint, signed = token.register(representative.person_id, company), prepared(application, representative)
    with refused(UnknownSeal):
        with_token(signed, representative, token, fingerprint)
    a_seal(company)
    with_token(signed, representative, token, fingerprint)
    assert seen_by_the_reviewer(submit(signed, representative, at=LATER).case_id).holds


def test_another_holders_certificate_is_refused_by_name() -> None:
    application, by = of_a_person()
    other, company = signed_in(), factories.make_company()
    assert by.person_id is not None and other.person_id is not None
    for fingerprint in (Token().register(other.person_id), Token().register(by.person_id, company)):
        with refused(CertificateNotTheirs):
            with_token(prepared(application, by), by, Token(), fingerprint)
    with refused(NoCertificate):
        with_token(prepared(application, by), by, Token(), "0" * 64)


def test_a_certificate_that_was_revoked_signs_nothing_and_hands_in_nothing() -> None:
    application, by = of_a_person()
    token, application = Token(), prepared(application, by)
    assert by.person_id is not None
    fingerprint = token.register(by.person_id)
    with_token(application, by, token, fingerprint)
    identity_actions.revoke_certificate(fingerprint=fingerprint, by=by, at=LATER)
    with refused(CertificateEnded):
        submit(application, by, at=LATER)
    with refused(CertificateEnded):
        with_token(prepared(application, by, at=LATER), by, token, fingerprint)


def test_what_its_authority_has_revoked_is_refused() -> None:
    application, by = of_a_person()
    token, application = Token(), prepared(application, by)
    assert by.person_id is not None
    fingerprint = token.register(by.person_id)
    keys.revoke(token.certificate, at=MORNING - timedelta(minutes=1))
    with refused(keys.Revoked):
        with_token(application, by, token, fingerprint)


def test_a_token_of_a_stranger_is_not_registered() -> None:
    by = signed_in()
    with refused(keys.BadCertificate):
        identity_actions.register_certificate(der=signing.a_stranger_certificate(), person_id=by.person_id, by=SYSTEM, at=MORNING)


def test_the_answer_of_a_token_counts_for_its_own_question_only() -> None:
    application, by = of_a_person()
    assert by.person_id is not None
    token, first, second = Token(), prepared(application, by), prepared(application, by)
    assert first.signing_id and second.signing_id
    fingerprint = token.register(by.person_id)
    task = actions.begin_token_signing(signing_id=first.signing_id, fingerprint=fingerprint, by=by, at=MORNING)
    with refused(NotSigned):
        actions.finish_token_signing(signing_id=second.signing_id, signatures=token.answer(task), by=by, at=LATER)
    actions.begin_token_signing(signing_id=second.signing_id, fingerprint=fingerprint, by=by, at=MORNING)
    for answer in (token.answer(task), (b"no signature",), (), Token().answer(task)):
        with refused(WrongSignature):
            actions.finish_token_signing(signing_id=second.signing_id, signatures=answer, by=by, at=LATER)


def test_the_database_refuses_to_change_a_signed_form() -> None:
    application, by = of_a_person()
    application = prepared(application, by)
    sign(application, by)
    submit(application, by)
    for statement in ("UPDATE cases_formsignature SET signer_name = 'x'", "DELETE FROM cases_formsignature"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
