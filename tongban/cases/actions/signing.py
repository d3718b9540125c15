"""The applicant's verbs on a form that is signed before it is handed in: make the document, sign it with one key or another."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.dossier import Dossier
from tongban.cases.actions.signed import Form
from tongban.cases.models import Case, FormSignature
from tongban.cases.models.draft import written
from tongban.cases.queries.corrected import corrected, kept_by
from tongban.cases.queries.known import parties
from tongban.cases.queries.signing import applicant_of, asked, task_of
from tongban.cases.terms import (
    SEALED_FORM,
    SIGNED_HOLDS,
    UNSUBMITTED,
    Act,
    NotSigned,
    SignatureNotAsked,
    SignedAlready,
    SigningOutdated,
    UnknownSigning,
    WrongState,
)
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Sign
from tongban.identity import actions as identity_actions
from tongban.kernel import facts, files, ledger, rows
from tongban.seals.actions import Signer
from tongban.seals.terms import Begun

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tongban.cases.terms import Application, Handed, TokenTask
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor
    from tongban.seals.terms import Signature

PURPOSE = "cases.prepare_form"
SIGNATURE_LAW = "Electronic Signature Law, art. 13 and 14; State Council Decree No. 716, art. 8"


@transaction.atomic(savepoint=False)
def prepare_form(*, application: Application, by: Actor, at: datetime) -> UUID:
    """Freeze an application so that it can be signed; nothing is handed in yet.

    Refuses: Denied, UnknownCase when the register does not know the applicant, AssuranceTooLow, NotForThisApplicant, SignatureNotAsked,
    Stopped, InvalidApplication for answers or materials with faults; UnknownService, ServiceNotOpen.
    """
    access.require_applicant(by, application.applicant_id)
    release = catalog_queries.current(application.service, at=at)
    access.require_submit(by, application, release)
    row = _frozen(release, application, (), by=by, at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("cases.prepare_form", by=by, at=at, subject=row, codes={"service": row.service}, digest=row.asked),
        facts.entry(events.FormPrepared(signing_id=row.pk, service=row.service, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def prepare_correction(*, case_id: UUID, form: Mapping[str, Any], materials: tuple[Handed, ...], by: Actor, at: datetime) -> UUID:
    """Freeze a corrected form so that it can be signed: what is signed is the whole of it, with the materials that stay.

    Refuses: UnknownCase, Denied, WrongState where nothing is to be corrected, SignatureNotAsked; InvalidApplication for answers or
    materials with faults.
    """
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    access.require_applicant(by, case.applicant_id)
    access.require(by, Act.CORRECT, case)
    release = catalog_queries.release(case.release_id)
    row = _frozen(release, corrected(case, form, materials), kept_by(case, materials), by=by, at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("cases.prepare_correction", by=by, at=at, subject=row, codes={"round": str(case.round + 1)}, digest=row.asked),
        facts.entry(events.FormPrepared(signing_id=row.pk, service=row.service, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def sign_form(*, signing_id: UUID, seal_id: UUID | None, password: str, code: str, by: Actor, at: datetime) -> None:
    """Sign with the key that the city keeps, released by password and one-time code; `seal_id` None: with one's own, made when first used.

    Refuses: UnknownSigning, SignedAlready, SigningOutdated, SignatureBroken; NoSecondFactor, WrongPassword, WrongCode;
    UnknownSeal, SealNotGranted, SealEnded, SealExpired.
    """
    row = _waiting(signing_id, by, at)
    identity_actions.release_key(password=password, code=code, by=by, at=at)
    signer = Signer.with_seal(applicant_of(row), seal_id, by=by, at=at)
    form = Form.of(row, signer)
    _write(row, signer.signed_here(form.pdf(), *form.ofd()), signer, by=by, at=at)


@transaction.atomic(savepoint=False)
def begin_token_signing(*, signing_id: UUID, fingerprint: str, by: Actor, at: datetime) -> TokenTask:
    """Make the documents for the certificate on somebody's token, and say what the token is to sign. Asked again, it begins anew.

    Refuses: UnknownSigning, SignedAlready, SigningOutdated; NoCertificate, CertificateEnded, CertificateNotTheirs; SealEnded,
    SealExpired, SealNotGranted; `signing.BadCertificate`.
    """
    row = _waiting(signing_id, by, at)
    signer = Signer.with_certificate(applicant_of(row), fingerprint, by=by, at=at)
    _forget(row.stored())
    row.pending = signer.begin(Form.of(row, signer).pdf()).kept()
    rows.write(
        rows.update(row, ["pending"]),
        ledger.entry("cases.begin_token_signing", by=by, at=at, subject=row, digest=fingerprint),
        facts.entry(events.TokenAsked(signing_id=row.pk, at=at)),
    )
    return task_of(row)


@transaction.atomic(savepoint=False)
def finish_token_signing(*, signing_id: UUID, signatures: tuple[bytes, ...], by: Actor, at: datetime) -> None:
    """Take what the token has signed into the documents. A token's answer counts for its own question only.

    Refuses: UnknownSigning, SignedAlready, SigningOutdated, NotSigned before `begin_token_signing`, WrongSignature, SignatureBroken,
    and what `begin_token_signing` refuses.
    """
    row = _waiting(signing_id, by, at)
    if row.pending is None:
        raise NotSigned(str(signing_id))
    begun = Begun.of(row.pending)
    signer = Signer.of_begun(applicant_of(row), begun, by=by, at=at)
    _write(row, signer.signed_there(begun, signatures, *Form.of(row, signer).ofd()), signer, by=by, at=at)


@transaction.atomic(savepoint=False)
def purge_form(*, signing_id: UUID, by: Actor, at: datetime) -> None:
    """Remove a form that was never handed in and has had its time, with its files. The seal's use log keeps its line, without answers.

    Refuses: Denied to whoever is not the system, UnknownSigning, WrongState for one that a case rests on or that is not that old.
    """
    access.require_system(by)
    row = FormSignature.objects.select_for_update(of=("self",)).filter(pk=signing_id).first()
    if row is None:
        raise UnknownSigning(str(signing_id))
    if row.case_id is not None or at < row.prepared_at + UNSUBMITTED.kept:
        raise WrongState(str(signing_id))
    _forget(row.stored())
    rows.write(
        rows.delete(FormSignature.objects.filter(pk=row.pk, case__isnull=True)),
        ledger.entry("cases.purge_form", by=by, at=at, subject=row, basis=UNSUBMITTED.basis, digest=row.asked),
        facts.entry(events.FormPurged(signing_id=row.pk, at=at)),
    )


def _frozen(release: Release, application: Application, kept: tuple[Handed, ...], *, by: Actor, at: datetime) -> FormSignature:
    """The form as it is drawn, about to be inserted, once all is checked as when it is handed in: no seal is used on what would be refused.

    Raises SignatureNotAsked, UnknownCase, Stopped, InvalidApplication.
    """
    if release.sign is Sign.NONE:
        raise SignatureNotAsked(release.service)
    known = parties(release, application.applicant_id, by=by, at=at, purpose=PURPOSE)
    case = Case(applicant_id=application.applicant_id, applicant_kind=application.applicant_kind.value)
    case.seal(known.applicant)
    handed = {"form": application.form, "situation": application.situation, "handed": application.materials}
    stays = {each.key for each in kept}
    Dossier.gather(release, case, **handed, agent=known.agent, kept=stays, by=by, at=at, purpose=PURPOSE)
    content: dict[str, Any] = {
        "situation": application.situation,
        "form": application.form,
        "materials": [written(each) for each in application.materials],
    }
    if application.corrects:
        told = {"case_id": str(application.corrects.case_id), "round": application.corrects.round}
        content |= {"corrects": told, "kept": [written(each) for each in kept]}
    return FormSignature(
        author=by.id,
        author_name=by.name,
        service=application.service,
        release_id=release.id,
        applicant_kind=application.applicant_kind.value,
        applicant_id=application.applicant_id,
        applicant_name=known.applicant.name,
        content=content,
        asked=asked(application),
        prepared_at=at,
    )


def _forget(digests: tuple[str, ...]) -> None:
    """Files that nothing needs any more, once this act has happened."""
    for digest in digests:
        transaction.on_commit(lambda digest=digest: files.forget(digest))


def _waiting(signing_id: UUID, by: Actor, at: datetime) -> FormSignature:
    """The actor's own form, locked, not signed and not too old."""
    row = FormSignature.objects.select_for_update(of=("self",)).own(signing_id, by)
    access.require_applicant(by, row.applicant_id)
    if row.signed_at is not None:
        raise SignedAlready(str(signing_id))
    if at > row.prepared_at + SIGNED_HOLDS:
        raise SigningOutdated(str(signing_id))
    return row


def _write(row: FormSignature, signature: Signature, signer: Signer, *, by: Actor, at: datetime) -> None:
    """The signed documents, the line in the seal's use log, the entry and the fact."""
    _forget(row.stored())
    changed = row.sign(**asdict(signature), pending=None)
    signer.log_use(subject=f"{SEALED_FORM}{row.pk}", digest=row.ofd_digest)
    rows.write(
        rows.update(row, changed),
        ledger.entry(
            "cases.sign_form",
            by=by,
            at=at,
            subject=row,
            basis=SIGNATURE_LAW,
            codes={"means": row.means, "seal": row.seal_number},
            digest=row.pdf_digest,
        ),
        facts.entry(events.FormSigned(signing_id=row.pk, means=row.means, at=at)),
    )
