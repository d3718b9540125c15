"""What the signatures in a PDF and in an OFD come to, as anybody would judge them; and whether whoever signed may still sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import ofd, signing
from tongban.kernel.bilingual import Bilingual
from tongban.seals.queries.property import seal_ended, usable_seal
from tongban.seals.terms import SignatureBroken, SigningCheck

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor, RegisteredCertificate
    from tongban.seals.terms import Applicant

FILES_CHANGED = Bilingual("签章后文件被改动，或包里有没有签章的文件", "A file was changed after sealing, or is not covered by the seal")
FILES_WHOLE = Bilingual("文件与签章时一致", "The files are those that were sealed")
UNREADABLE = Bilingual("文件已损坏，无法读取", "The file is broken and cannot be read")
NO_SIGNATURE = Bilingual("文件里没有签名", "The file holds no signature")


def require_sound(pdf: bytes, sealed: bytes, *, at: datetime) -> dict[str, Any]:
    """Both files judged as anybody would: the checks as they are kept. Refuses: SignatureBroken."""
    verdicts = {"pdf": _pdf_checks(pdf, at=at), "ofd": _ofd_checks(sealed, at=at)}
    failed = next((each for form in verdicts for each in checks_of(verdicts, form) if each.holds is False), None)
    if failed is not None:
        raise SignatureBroken(failed.words)
    return verdicts


def checks_of(verdicts: dict[str, Any] | None, form: str) -> tuple[SigningCheck, ...]:
    """What was kept of a judgement of the `pdf` or the `ofd`."""
    kept = (verdicts or {}).get(form, ())
    return tuple(SigningCheck(each["name"], each["holds"], Bilingual(each["zh"], each["en"])) for each in kept)


def require_right(seal_id: UUID, certificate: str, *, applicant: Applicant, by: Actor, at: datetime) -> None:
    """The seal, the grant and the certificate (empty: none) still count at this moment.

    Refuses: UnknownSeal, SealNotGranted, SealEnded, SealExpired; NoCertificate, CertificateEnded, CertificateNotTheirs.
    """
    usable_seal(seal_id, applicant_kind=applicant.kind, applicant_id=applicant.id, by=by, at=at)
    if certificate:
        own_certificate(certificate, applicant=applicant, by=by, at=at)


def own_certificate(fingerprint: str, *, applicant: Applicant, by: Actor, at: datetime) -> RegisteredCertificate:
    """The certificate on the actor's own token, for this applicant. Refuses: NoCertificate, CertificateEnded, CertificateNotTheirs."""
    organisation = applicant.id if applicant.kind is HolderKind.ORGANISATION else None
    return identity_queries.own_certificate(fingerprint, by=by, organisation_id=organisation, at=at)


def _ofd_checks(sealed: bytes, *, at: datetime) -> list[dict[str, Any]]:
    try:
        found = ofd.judge(sealed, at=at, revoked=seal_ended)
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
