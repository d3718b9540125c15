"""The applicant's verbs on a form that is signed before it is handed in: make the document, sign it with one key or another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.signed import Signer
from tongban.cases.models import FormSignature
from tongban.cases.models.draft import written
from tongban.cases.queries.form import check_form
from tongban.cases.queries.signing import asked, task_of
from tongban.cases.terms import SIGNED_HOLDS, InvalidApplication, NotSigned, SignatureNotAsked, SignedAlready, SigningOutdated, SignMeans
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Sign
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.cases.terms import Application, TokenTask
    from tongban.identity.terms import Actor

SIGNATURE_LAW = "Electronic Signature Law, art. 13 and 14; State Council Decree No. 716, art. 8"


@transaction.atomic(savepoint=False)
def prepare_form(*, application: Application, by: Actor, at: datetime) -> UUID:
    """Freeze an application so that it can be signed; nothing is handed in yet.

    Refuses: Denied, AssuranceTooLow, NotForThisApplicant, SignatureNotAsked, InvalidApplication for answers with faults;
    UnknownService, ServiceNotOpen.
    """
    access.require_applicant(by, application.applicant_id)
    release = catalog_queries.current(application.service, at=at)
    access.require_submit(by, application, release)
    if release.sign is Sign.NONE:
        raise SignatureNotAsked(release.service)
    faults = check_form(release, application.form, application.situation)
    if faults:
        raise InvalidApplication(faults)
    holder = identity_queries.holder(application.applicant_id, by=by, at=at, purpose="cases.prepare_form")
    row = FormSignature(
        author=by.id,
        author_name=by.name,
        service=application.service,
        release_id=release.id,
        applicant_kind=application.applicant_kind.value,
        applicant_id=application.applicant_id,
        applicant_name=holder.name if holder else "",
        content={
            "situation": application.situation,
            "form": application.form,
            "materials": [written(each) for each in application.materials],
        },
        asked=asked(application),
        prepared_at=at,
    )
    rows.write(
        *rows.insert(row),
        ledger.entry("cases.prepare_form", by=by, at=at, subject=row, codes={"service": row.service}, digest=row.asked),
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
    signer = Signer.with_seal(row, seal_id, by=by, at=at)
    columns = signer.signed_here()
    _write(row, columns, signer, by=by, at=at)


@transaction.atomic(savepoint=False)
def begin_token_signing(*, signing_id: UUID, fingerprint: str, by: Actor, at: datetime) -> TokenTask:
    """Make the documents for the certificate on somebody's token, and say what the token is to sign. Asked again, it begins anew.

    Refuses: UnknownSigning, SignedAlready, SigningOutdated; NoCertificate, CertificateEnded, CertificateNotTheirs; SealEnded,
    SealExpired, SealNotGranted; `signing.BadCertificate`.
    """
    row = _waiting(signing_id, by, at)
    signer = Signer.with_certificate(row, fingerprint, by=by, at=at)
    row.pending = signer.pending()
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
    signer = Signer.of_pending(row, by=by, at=at)
    columns = signer.signed_there(signatures)
    _write(row, columns, signer, by=by, at=at)


def _waiting(signing_id: UUID, by: Actor, at: datetime) -> FormSignature:
    """The actor's own form, locked, not signed and not too old."""
    row = FormSignature.objects.select_for_update(of=("self",)).own(signing_id, by)
    access.require_applicant(by, row.applicant_id)
    if row.signed_at is not None:
        raise SignedAlready(str(signing_id))
    if at > row.prepared_at + SIGNED_HOLDS:
        raise SigningOutdated(str(signing_id))
    return row


def _write(row: FormSignature, columns: dict[str, object], signer: Signer, *, by: Actor, at: datetime) -> None:
    """The signed documents, the line in the seal's use log, the entry and the fact."""
    changed = row.sign(**columns)
    signer.log_use(row)
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
        facts.entry(events.FormSigned(signing_id=row.pk, means=SignMeans(row.means).value, at=at)),
    )
