"""Forms that are being signed, for whoever signs; the signature of a case, for whoever may see the case."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.cases import access
from tongban.cases.models import Case, FormSignature
from tongban.cases.models.draft import handed_of
from tongban.cases.terms import (
    Application,
    FormSigning,
    NotSigned,
    SignatureView,
    TokenTask,
    UnknownCase,
    UnknownSigning,
)
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, files, signing
from tongban.seals import queries as seal_queries
from tongban.seals.terms import Applicant, Begun, SignMeans

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor


def signing_of(signing_id: UUID, *, by: Actor) -> FormSigning:
    """A form that this actor is signing, or has signed. Refuses: UnknownSigning."""
    row = FormSignature.objects.own(signing_id, by)
    return FormSigning(
        id=row.pk,
        release=catalog_queries.release(row.release_id),
        application=application_of(row),
        applicant_name=row.applicant_name,
        prepared_at=row.prepared_at,
        signed_at=row.signed_at,
        signer_name=row.signer_name,
        means=SignMeans(row.means) if row.means else None,
        pdf_digest=row.pdf_digest,
        ofd_digest=row.ofd_digest,
        corrects=row.corrects,
    )


def signed_document(signing_id: UUID, form: str, *, by: Actor, at: datetime) -> bytes:
    """The signed form, `pdf` or `ofd`, for its author. Refuses: UnknownSigning, NotSigned."""
    row = FormSignature.objects.own(signing_id, by)
    if row.signed_at is None:
        raise NotSigned(str(signing_id))
    access_log.note("cases.signed_document", by=by, at=at, purpose="cases.signing", holders=[row.applicant_id], subject=str(row.pk))
    return files.read(_digest(row, form))


def case_document(case_id: UUID, signature_id: UUID, form: str, *, by: Actor, at: datetime) -> bytes:
    """The signed form of a case, for whoever may see the case. Refuses: UnknownCase, UnknownSigning."""
    case = Case.objects.filter(access.visible_to(by), pk=case_id).first()
    if case is None:
        raise UnknownCase(str(case_id))
    row = FormSignature.objects.filter(case=case, pk=signature_id).first()
    if row is None:
        raise UnknownSigning(str(signature_id))
    access_log.note("cases.case_document", by=by, at=at, purpose="cases.case", holders=[case.applicant_id], subject=case.number)
    return files.read(_digest(row, form))


def signatures_of(case: Case) -> tuple[SignatureView, ...]:
    """The signatures under a case, of each round; verified when they were handed in."""
    return tuple(_view(row) for row in FormSignature.objects.filter(case=case).order_by("round"))


def asked(application: Application) -> str:
    """What is handed in, as a digest: a door's word of where an answer is from is no part of it, nor is the signature itself."""
    content = {**asdict(application), "provenance": None, "signing_id": None}
    if application.corrects is None:
        del content["corrects"]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode(errors="surrogatepass")).hexdigest()


def applicant_of(row: FormSignature) -> Applicant:
    """For whom it is signed."""
    return Applicant(HolderKind(row.applicant_kind), row.applicant_id, row.applicant_name)


def application_of(row: FormSignature) -> Application:
    """The application that was drawn, with the signature as a part of it."""
    return Application(
        service=row.service,
        applicant_kind=HolderKind(row.applicant_kind),
        applicant_id=row.applicant_id,
        situation=row.content["situation"],
        form=row.content["form"],
        materials=handed_of(row.content["materials"]),
        signing_id=row.pk,
        corrects=row.corrects,
    )


def drawn_of(row: FormSignature) -> Application:
    """The same with every material that counts: of a correction also those that stay as they were."""
    application = application_of(row)
    return replace(application, materials=(*application.materials, *handed_of(row.content.get("kept", ()))))


def task_of(row: FormSignature) -> TokenTask:
    """What waits for a token. Refuses: NotSigned where nothing does."""
    if row.pending is None:
        raise NotSigned(str(row.pk))
    begun = Begun.of(row.pending)
    purpose = f"{catalog_queries.release(row.release_id).name.zh}：{row.applicant_name}"
    return TokenTask(row.pk, begun.certificate, signing.P256, (begun.task,), purpose)


def _digest(row: FormSignature, form: str) -> str:
    return row.ofd_digest if form == "ofd" else row.pdf_digest


def _view(row: FormSignature) -> SignatureView:
    assert row.signed_at is not None and row.judged_at is not None
    return SignatureView(
        id=row.pk,
        round=row.round,
        signer_name=row.signer_name,
        seal_kind=row.seal_kind,
        seal_number=row.seal_number,
        means=SignMeans(row.means),
        certificate=row.certificate_subject,
        by_name=row.author_name,
        signed_at=row.signed_at,
        judged_at=row.judged_at,
        pdf_checks=seal_queries.checks_of(row.verdicts, "pdf"),
        ofd_checks=seal_queries.checks_of(row.verdicts, "ofd"),
    )
