"""A corrected form is signed too, and a form that is signed and never handed in does not stay for ever."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.cases import city, factories, signing
from tests.cases.factories import MORNING, refused
from tests.cases.signing import LATER, Token, prepared, sign, signed_in, submit
from tongban.cases import actions, jobs, queries
from tongban.cases.models import Case, FormSignature
from tongban.cases.terms import (
    UNSUBMITTED,
    Application,
    CorrectionItem,
    Denied,
    NotSigned,
    Shortcoming,
    SignatureMissing,
    SignatureNotAsked,
    SignedSomethingElse,
    UnknownSigning,
    WrongState,
)
from tongban.identity.terms import SYSTEM, Actor
from tongban.kernel import clock, files, ofd
from tongban.kernel.models import FactRow, LedgerEntry
from tongban.kernel.models.files import FileRow
from tongban.seals.models import SealUse

pytestmark = pytest.mark.django_db
POINT = CorrectionItem("field:amount", Shortcoming.INCORRECT, "金额写错了")
ASKED = MORNING + timedelta(hours=1)
ANSWERED = MORNING + timedelta(hours=2)
OVER = MORNING + UNSUBMITTED.kept


@pytest.fixture(autouse=True)
def _city() -> None:
    signing.load()


def waiting(by: Actor | None = None, *, at=MORNING) -> tuple[uuid.UUID, Actor]:
    """A case of somebody who signed it, and is asked to correct it."""
    by = by or signed_in()
    assert by.person_id is not None
    application = prepared(factories.an_application(city.SHORT, by.person_id), by, at=at)
    sign(application, by, at=at)
    case_id = submit(application, by, at=at).case_id
    actions.ask_correction(case_id=case_id, items=(POINT,), by=factories.a_clerk("minzheng/window"), at=ASKED)
    return case_id, by


def form(amount: int = 350) -> dict:
    return factories.FORMS[city.SHORT] | {"amount": amount}


def prepare(case_id: uuid.UUID, by: Actor, **changes) -> uuid.UUID:
    told = {"form": form(), "materials": ()} | changes
    return actions.prepare_correction(case_id=case_id, **told, by=by, at=ANSWERED)


def sign_it(signing_id: uuid.UUID, by: Actor) -> None:
    code = signing.code_at(ANSWERED)
    actions.sign_form(signing_id=signing_id, seal_id=None, password=signing.PASSWORD, code=code, by=by, at=ANSWERED)


def correct(case_id: uuid.UUID, by: Actor, signing_id: uuid.UUID | None, **changes):
    told = {"form": form(), "materials": ()} | changes
    return actions.correct(case_id=case_id, key=uuid.uuid4(), **told, signing_id=signing_id, by=by, at=ANSWERED)


def test_the_corrected_form_is_what_is_signed_and_each_round_has_its_signature() -> None:
    case_id, by = waiting()
    signing_id = prepare(case_id, by)
    sign_it(signing_id, by)
    package = ofd.read(files.read(FormSignature.objects.get(pk=signing_id).ofd_digest))
    assert "350" in package.text
    correct(case_id, by, signing_id)
    view = queries.case(case_id, by=SYSTEM, at=ANSWERED, purpose="test")
    assert [each.round for each in view.signatures] == [1, 2] and all(each.holds for each in view.signatures)
    assert view.form["amount"] == 350


def test_the_materials_that_stay_are_on_it_too() -> None:
    signing.load("required", city.QUALIFICATION)
    company, by = signing.a_company()
    seal = signing.a_seal(company)
    application = replace(factories.an_application(city.QUALIFICATION, company))
    factories.uploaded(*application.materials, by=by)
    application = prepared(application, by)
    sign(application, by, seal_id=seal)
    case_id = submit(application, by).case_id
    items = (factories.MISSING,)
    actions.ask_correction(case_id=case_id, items=items, by=factories.a_clerk("jianwei/window"), at=ASKED)
    new = factories.an_upload("report", "盖章的审计报告.pdf", factories.PDF + b"\n%%EOF\n")
    factories.uploaded(new, by=by)
    told = {"form": application.form, "materials": (new,)}
    signing_id = actions.prepare_correction(case_id=case_id, **told, by=by, at=ANSWERED)
    code = signing.code_at(ANSWERED)
    actions.sign_form(signing_id=signing_id, seal_id=seal, password=signing.PASSWORD, code=code, by=by, at=ANSWERED)
    words = ofd.read(files.read(FormSignature.objects.get(pk=signing_id).ofd_digest)).text
    assert "营业执照" in words and "盖章的审计报告.pdf" in words
    actions.correct(case_id=case_id, key=uuid.uuid4(), **told, signing_id=signing_id, by=by, at=ANSWERED)


def test_an_unsigned_correction_is_refused_by_name() -> None:
    case_id, by = waiting()
    with refused(SignatureMissing):
        correct(case_id, by, None)
    with refused(NotSigned):
        correct(case_id, by, prepare(case_id, by))


def test_what_was_changed_after_signing_is_refused() -> None:
    case_id, by = waiting()
    signing_id = prepare(case_id, by)
    sign_it(signing_id, by)
    with refused(SignedSomethingElse):
        correct(case_id, by, signing_id, form=form(900))
    with refused(SignedSomethingElse):
        correct(case_id, by, signing_id, materials=(factories.an_upload("x"),))


def test_a_signature_for_one_notice_answers_no_other_case_and_no_application() -> None:
    case_id, by = waiting()
    other, _by = waiting(by, at=LATER)
    signing_id = prepare(case_id, by)
    sign_it(signing_id, by)
    with refused(SignedSomethingElse):
        correct(other, by, signing_id)
    assert by.person_id is not None
    application = replace(factories.an_application(city.SHORT, by.person_id, form=form()), signing_id=signing_id)
    with refused(SignedSomethingElse):
        submit(application, by, at=ANSWERED)


def test_only_whoever_is_asked_to_correct_prepares_one() -> None:
    case_id, by = waiting()
    with refused(Denied):
        prepare(case_id, signed_in())
    signing_id = prepare(case_id, by)
    sign_it(signing_id, by)
    correct(case_id, by, signing_id)
    with refused(WrongState):
        prepare(case_id, by)


def test_where_signing_is_offered_nobody_has_to_and_where_there_is_none_nobody_can() -> None:
    signing.load("offered")
    case_id, by = waiting()
    assert correct(case_id, by, None).number
    signing.load("none")
    by = signed_in()
    assert by.person_id is not None
    case_id = submit(factories.an_application(city.SHORT, by.person_id), by).case_id
    actions.ask_correction(case_id=case_id, items=(POINT,), by=factories.a_clerk("minzheng/window"), at=ASKED)
    with refused(SignatureNotAsked):
        prepare(case_id, by)


# A form that is never handed in


def abandoned(*, signed: bool = True) -> Application:
    by = signed_in()
    assert by.person_id is not None
    application = prepared(factories.an_application(city.SHORT, by.person_id), by)
    if signed:
        sign(application, by)
    return application


def stored() -> set[str]:
    return {digest for digest in FileRow.objects.values_list("pk", flat=True) if files.path(digest).exists()}


def run(monkeypatch: pytest.MonkeyPatch, at, capture) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    with capture(execute=True):
        jobs.purge_forms(0)


def test_one_that_was_never_handed_in_goes_with_its_files_and_leaves_its_traces(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    before = stored()
    application = abandoned()
    row = FormSignature.objects.get(pk=application.signing_id)
    assert stored() - before == {row.pdf_digest, row.ofd_digest}
    run(monkeypatch, OVER - timedelta(seconds=1), django_capture_on_commit_callbacks)
    assert FormSignature.objects.filter(pk=row.pk).exists()
    run(monkeypatch, OVER, django_capture_on_commit_callbacks)
    assert not FormSignature.objects.filter(pk=row.pk).exists() and stored() == before
    assert not files.path(row.pdf_digest).exists() and not files.path(row.ofd_digest).exists()
    assert LedgerEntry.objects.get(act="cases.purge_form").basis == UNSUBMITTED.basis
    assert FactRow.objects.filter(name="cases.FormPurged").count() == 1
    assert SealUse.objects.filter(subject=f"form {row.pk}").exists(), "that the seal was used is never forgotten"


def test_one_that_was_not_even_signed_goes_too(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks) -> None:
    abandoned(signed=False)
    run(monkeypatch, OVER, django_capture_on_commit_callbacks)
    assert not FormSignature.objects.exists()


def test_what_was_handed_in_is_not_touched(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks) -> None:
    case_id, by = waiting()
    signing_id = prepare(case_id, by)
    sign_it(signing_id, by)
    correct(case_id, by, signing_id)
    kept = stored()
    run(monkeypatch, OVER + timedelta(days=365), django_capture_on_commit_callbacks)
    assert FormSignature.objects.filter(case=case_id).count() == 2 and stored() == kept
    row = FormSignature.objects.filter(case=case_id).first()
    with refused(WrongState):
        actions.purge_form(signing_id=row.pk, by=SYSTEM, at=OVER)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormSignature.objects.filter(pk=row.pk).delete()


def test_a_file_that_its_author_has_uploaded_themselves_stays(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks) -> None:
    application = abandoned()
    row = FormSignature.objects.get(pk=application.signing_id)
    content = files.read(row.pdf_digest)
    files.store(content, name="申请书.pdf", allowed=("pdf",), max_bytes=10**7, by=factories.a_person(), at=LATER)
    run(monkeypatch, OVER, django_capture_on_commit_callbacks)
    assert files.path(row.pdf_digest).exists() and not files.path(row.ofd_digest).exists()


def test_only_the_system_purges_and_only_what_is_there() -> None:
    application = abandoned()
    with refused(Denied):
        actions.purge_form(signing_id=application.signing_id, by=signed_in(), at=OVER)
    with refused(UnknownSigning):
        actions.purge_form(signing_id=uuid.uuid4(), by=SYSTEM, at=OVER)


def test_a_document_made_ready_for_a_token_does_not_outlive_the_signature(django_capture_on_commit_callbacks) -> None:
    by = signed_in()
    assert by.person_id is not None
    token = Token()
    fingerprint = token.register(by.person_id)
    application = prepared(factories.an_application(city.SHORT, by.person_id), by)
    told = {"signing_id": application.signing_id, "by": by}
    with django_capture_on_commit_callbacks(execute=True):
        actions.begin_token_signing(**told, fingerprint=fingerprint, at=MORNING)
    first = FormSignature.objects.get().pending["pdf"]
    with django_capture_on_commit_callbacks(execute=True):
        task = actions.begin_token_signing(**told, fingerprint=fingerprint, at=LATER)
    second = FormSignature.objects.get().pending["pdf"]
    assert first != second and not files.path(first).exists() and files.path(second).exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.finish_token_signing(**told, signatures=token.answer(task), at=LATER)
    assert not files.path(second).exists() and Case.objects.count() == 0
