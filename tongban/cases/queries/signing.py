"""Forms that are being signed, for whoever signs; the signature of a case, for whoever may see the case."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.cases import access
from tongban.cases.models import Case, FormSignature
from tongban.cases.models.draft import handed_of
from tongban.cases.terms import (
    Application,
    FormSigning,
    NotSigned,
    SignatureView,
    SigningCheck,
    SignMeans,
    TokenTask,
    UnknownCase,
    UnknownSigning,
)
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, files, ofd, signing
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.signing import outside
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.kernel.signing.interrupted import Prepared

FORMATS = ("pdf", "ofd")
FILES_CHANGED = Bilingual("签章后文件被改动，或包里有没有签章的文件", "A file was changed after sealing, or is not covered by the seal")
FILES_WHOLE = Bilingual("文件与签章时一致", "The files are those that were sealed")
UNREADABLE = Bilingual("文件已损坏，无法读取", "The file is broken and cannot be read")
NO_SIGNATURE = Bilingual("文件里没有签名", "The file holds no signature")


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


def judged(pdf: bytes, sealed: bytes, *, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Both files, judged as anybody would judge them; what is kept of it."""
    return {"pdf": _pdf_checks(pdf, at=at), "ofd": _ofd_checks(sealed, at=at)}


def checks_of(verdicts: dict[str, Any] | None, form: str) -> tuple[SigningCheck, ...]:
    """What was kept of a judgement."""
    kept = (verdicts or {}).get(form, ())
    return tuple(SigningCheck(each["name"], each["holds"], Bilingual(each["zh"], each["en"])) for each in kept)


def asked(application: Application) -> str:
    """What is handed in, as a digest: a door's word of where an answer is from is no part of it, nor is the signature itself."""
    content = {**asdict(application), "provenance": None, "signing_id": None}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode(errors="surrogatepass")).hexdigest()


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
    )


def task_of(row: FormSignature) -> TokenTask:
    """What waits for a token. Refuses: NotSigned where nothing does."""
    if row.pending is None:
        raise NotSigned(str(row.pk))
    purpose = f"{catalog_queries.release(row.release_id).name.zh}：{row.applicant_name}"
    digest = base64.b64decode(row.pending["task"])
    return TokenTask(row.pk, row.pending["certificate"], signing.P256, (digest,), purpose)


def prepared_of(row: FormSignature) -> Prepared:
    """The PDF that was made ready for a token."""
    from tongban.kernel.signing.interrupted import Prepared  # noqa: PLC0415  pyHanko takes a second that no start should wait for

    kept: dict[str, Any] = row.pending or {}
    return Prepared(files.read(kept["pdf"]), base64.b64decode(kept["digest"]), kept["starts"], kept["ends"])


def digest_of(prepared: Prepared, certificate: bytes) -> bytes:
    """The 32 bytes that the token signs for a PDF."""
    from tongban.kernel.signing import interrupted  # noqa: PLC0415  as above

    message = interrupted.message(prepared, certificate=certificate, chain=outside.chain_of(certificate))
    return outside.digest(message, certificate=certificate)


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
        pdf_checks=checks_of(row.verdicts, "pdf"),
        ofd_checks=checks_of(row.verdicts, "ofd"),
    )


def _ofd_checks(sealed: bytes, *, at: datetime) -> list[dict[str, Any]]:
    try:
        found = ofd.judge(sealed, at=at, revoked=licence_queries.seal_ended)
    except ofd.OfdRefused:
        return [_kept("package", False, UNREADABLE)]
    if not found:
        return [_kept("seal", False, NO_SIGNATURE)]
    checks = []
    for each in found:
        checks.append(_kept("files", not each.faults, FILES_CHANGED if each.faults else FILES_WHOLE))
        checks += [_kept(verdict.step.name.lower(), verdict.holds, verdict.words) for verdict in each.verdicts]
    return checks


def _pdf_checks(pdf: bytes, *, at: datetime) -> list[dict[str, Any]]:
    try:
        found = signing.judge_pdf(pdf, at=at)
    except signing.NotAPdf:
        return [_kept("document", False, UNREADABLE)]
    if not found:
        return [_kept("signature", False, NO_SIGNATURE)]
    return [_kept(each.reason or "signature", each.holds, each.words) for each in found]


def _kept(name: str, holds: bool | None, words: Bilingual) -> dict[str, Any]:
    return {"name": name, "holds": holds, "zh": words.zh, "en": words.en}
