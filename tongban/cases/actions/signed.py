"""How an application is signed, and what is asked of a signature when the application is handed in."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongban.cases.models import FormSignature
from tongban.cases.queries import application_form
from tongban.cases.queries.signing import application_of, asked, checks_of, digest_of, judged, prepared_of
from tongban.cases.terms import (
    SIGNED_HOLDS,
    NotSigned,
    SignatureBroken,
    SignatureMissing,
    SignatureNotAsked,
    SignedAlready,
    SignedSomethingElse,
    SigningOutdated,
    SignMeans,
)
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Sign
from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind, WrongSignature
from tongban.kernel import files, ofd, rows, seals, signing
from tongban.kernel.signing import outside
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import SealKind, SealOwner, UnknownSeal

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.cases.models import Case
    from tongban.cases.terms import Application
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor, RegisteredCertificate
    from tongban.licences.terms import SealInUse

PDF, OFD = "application/pdf", "application/ofd"
REASONS = {SealKind.PERSON: "申请人签名", SealKind.UNIT: "加盖单位章", SealKind.REPRESENTATIVE: "加盖法定代表人章"}


@dataclass
class Signer:
    """Whoever signs one form: with which seal, by whose leave, at which moment; with a token where there is one."""

    row: FormSignature
    release: Release
    seal: SealInUse
    grant_id: UUID | None
    by: Actor
    at: datetime  # of the signature
    certificate: RegisteredCertificate | None = None

    @classmethod
    def with_seal(cls, row: FormSignature, seal_id: UUID | None, *, by: Actor, at: datetime) -> Signer:
        """With a key that the city keeps. Refuses: UnknownSeal, SealNotGranted, SealEnded, SealExpired."""
        kind = HolderKind(row.applicant_kind)
        if seal_id is None and kind is HolderKind.PERSON:
            seal_id = _own_seal(row, by=by, at=at)
        if seal_id is None:
            raise UnknownSeal(str(row.pk))
        seal, grant_id = licence_queries.usable_seal(seal_id, applicant_kind=kind, applicant_id=row.applicant_id, by=by, at=at)
        return cls(row, catalog_queries.release(row.release_id), seal, grant_id, by, at)

    @classmethod
    def with_certificate(cls, row: FormSignature, fingerprint: str, *, by: Actor, at: datetime) -> Signer:
        """With a token of the signer's own; the seal of the OFD is let go by it. Refuses: NoCertificate, CertificateEnded, and more."""
        organisation = row.applicant_id if row.applicant_kind == HolderKind.ORGANISATION else None
        certificate = identity_queries.own_certificate(fingerprint, by=by, organisation_id=organisation, at=at)
        signing.certificates.check(certificate.der, at=at, usage="signing")
        signer = cls.with_seal(row, _seal_beside(row, by=by, at=at), by=by, at=at)
        signer.certificate = certificate
        return signer

    @classmethod
    def of_pending(cls, row: FormSignature, *, by: Actor, at: datetime) -> Signer:
        """As it was begun. Everything is asked again: a certificate or a grant may have ended meanwhile."""
        assert row.pending is not None
        signer = cls.with_certificate(row, row.pending["certificate"], by=by, at=at)
        signer.at = datetime.fromisoformat(row.pending["at"])
        return signer

    def signed_here(self) -> dict[str, Any]:
        """Both documents, signed with the keys of the seal's owner; the columns that the form gets. Refuses: SignatureBroken."""
        pdf = signing.sign_pdf(self._pdf(), signer=self.seal.signer, name=self.seal.name, reason=self._reason, at=self.at)
        return self._columns(pdf, SignMeans.SERVER)

    def pending(self) -> dict[str, Any]:
        """What waits for the token: the PDF made ready, and the place of its signature."""
        from tongban.kernel.signing import interrupted  # noqa: PLC0415  pyHanko takes a second that no start should wait for

        assert self.certificate is not None
        der, chain = self.certificate.der, outside.chain_of(self.certificate.der)
        prepared = interrupted.prepare(self._pdf(), certificate=der, chain=chain, reason=self._reason, at=self.at)
        kept = files.keep(prepared.content, media_type=PDF, at=self.at)
        return {
            "certificate": self.certificate.fingerprint,
            "at": self.at.isoformat(),
            "pdf": kept.digest,
            "digest": base64.b64encode(prepared.digest).decode(),
            "starts": prepared.starts,
            "ends": prepared.ends,
            "task": base64.b64encode(digest_of(prepared, der)).decode(),
        }

    def signed_there(self, signatures: tuple[bytes, ...]) -> dict[str, Any]:
        """Both documents, the PDF with the token's signature. Refuses: WrongSignature, SignatureBroken."""
        from tongban.kernel.signing import interrupted  # noqa: PLC0415  as above

        assert self.certificate is not None
        der, chain = self.certificate.der, outside.chain_of(self.certificate.der)
        prepared = prepared_of(self.row)
        message = interrupted.message(prepared, certificate=der, chain=chain)
        if len(signatures) != 1 or not outside.verify(message, signatures[0], certificate=der):
            raise WrongSignature
        return self._columns(interrupted.fill(prepared, signatures[0], certificate=der, chain=chain, at=self.at), SignMeans.TOKEN)

    def log_use(self, row: FormSignature) -> None:
        """A line in the use log of the seal."""
        licence_actions.log_seal_use(
            seal_id=self.seal.id, subject=f"form {row.pk}", digest=row.ofd_digest, grant_id=self.grant_id, by=self.by, at=self.at
        )

    @property
    def _reason(self) -> str:
        return REASONS[self.seal.kind]

    def _data(self) -> dict[str, Any]:
        agent = self.by.name if self.row.applicant_kind == HolderKind.ORGANISATION else ""
        return application_form.drawn(
            self.release,
            application_of(self.row),
            applicant=self.row.applicant_name,
            agent=agent,
            asked=self.row.asked,
            at=self.at,
        )

    def _told(self) -> application_form.Signing:
        by_name = self.by.name if self.seal.kind is not SealKind.PERSON else ""
        picture = seals.read(self.seal.der).picture
        return application_form.Signing(self.seal.name, self.seal.kind.value, by_name, picture, self.at)

    def _pdf(self) -> bytes:
        return application_form.pdf(self._data(), self._told())

    def _columns(self, pdf: bytes, means: SignMeans) -> dict[str, Any]:
        document, place = application_form.ofd_document(self._data(), self._told())
        sealed = ofd.write_sealed(document, seal=self.seal.der, key=self.seal.key, place=place, at=self.at, stamp=True)
        _require_sound(pdf, sealed, at=self.at)
        certificate = self.certificate
        return {
            "seal_id": self.seal.id,
            "seal_kind": self.seal.kind.value,
            "seal_number": self.seal.esid,
            "signer_name": self.seal.name,
            "grant_id": self.grant_id,
            "means": means.value,
            "certificate": certificate.fingerprint if certificate else "",
            "certificate_subject": certificate.subject if certificate else "",
            "signed_at": self.at,
            "pdf_digest": files.keep(pdf, media_type=PDF, at=self.at).digest,
            "ofd_digest": files.keep(sealed, media_type=OFD, at=self.at).digest,
            "pending": None,
        }


@dataclass(frozen=True)
class Signed:
    """A signature that is handed in with its application: still what was signed, still sound, not handed in before."""

    row: FormSignature
    verdicts: dict[str, Any]

    @classmethod
    def require(cls, release: Release, application: Application, *, by: Actor, at: datetime) -> Signed | None:
        """What a release asks for. None where nothing was signed and nothing has to be.

        Raises SignatureMissing, SignatureNotAsked, UnknownSigning, NotSigned, SignedAlready, SigningOutdated, SignedSomethingElse,
        SignatureBroken; CertificateEnded, CertificateNotTheirs; SealNotGranted, SealEnded, SealExpired.
        """
        if application.signing_id is None:
            if release.sign is Sign.REQUIRED:
                raise SignatureMissing(release.service)
            return None
        if release.sign is Sign.NONE:
            raise SignatureNotAsked(release.service)
        row = FormSignature.objects.select_for_update(of=("self",)).own(application.signing_id, by)
        _require_ready(row, application, at)
        _require_right(row, by=by, at=at)
        pdf, sealed = files.read(row.pdf_digest), files.read(row.ofd_digest)
        return cls(row, _require_sound(pdf, sealed, at=at))

    def bound(self, case: Case, *, at: datetime) -> tuple[rows.Part, ...]:
        """The signature belongs to this round of the case from now on."""
        changed = self.row.sign(case=case, round=case.round, verdicts=self.verdicts, judged_at=at)
        return (rows.update(self.row, changed),)


def _require_ready(row: FormSignature, application: Application, at: datetime) -> None:
    if row.signed_at is None:
        raise NotSigned(str(row.pk))
    if row.case_id is not None:
        raise SignedAlready(str(row.pk))
    if at > row.prepared_at + SIGNED_HOLDS:
        raise SigningOutdated(str(row.pk))
    if row.asked != asked(application):
        raise SignedSomethingElse(str(row.pk))


def _require_right(row: FormSignature, *, by: Actor, at: datetime) -> None:
    """The seal, the grant and the certificate still count at the moment of handing in."""
    assert row.seal_id is not None
    kind = HolderKind(row.applicant_kind)
    licence_queries.usable_seal(row.seal_id, applicant_kind=kind, applicant_id=row.applicant_id, by=by, at=at)
    if row.certificate:
        organisation = row.applicant_id if kind is HolderKind.ORGANISATION else None
        identity_queries.own_certificate(row.certificate, by=by, organisation_id=organisation, at=at)


def _require_sound(pdf: bytes, sealed: bytes, *, at: datetime) -> dict[str, Any]:
    """Both files judged as anybody would: the checks as they are kept. Raises SignatureBroken."""
    verdicts = judged(pdf, sealed, at=at)
    failed = next((each for part in ("pdf", "ofd") for each in checks_of(verdicts, part) if each.holds is False), None)
    if failed is not None:
        raise SignatureBroken(failed.words)
    return verdicts


def _own_seal(row: FormSignature, *, by: Actor, at: datetime) -> UUID:
    """A person's own, made when it is first used."""
    owner = str(row.applicant_id)
    found = licence_queries.seals_for(HolderKind.PERSON, row.applicant_id, by=by, at=at)
    if found:
        return found[0].id
    return licence_actions.make_seal(
        owner_kind=SealOwner.PERSON, owner=owner, kind=SealKind.PERSON, name=row.applicant_name, custodian=row.applicant_name, by=by, at=at
    )


def _seal_beside(row: FormSignature, *, by: Actor, at: datetime) -> UUID | None:
    """The seal that goes on the OFD where a token signs the PDF: of a company its unit seal."""
    if row.applicant_kind == HolderKind.PERSON:
        return None
    found = licence_queries.seals_for(HolderKind.ORGANISATION, row.applicant_id, by=by, at=at)
    unit = next((each for each in found if each.kind is SealKind.UNIT), None)
    if unit is not None:
        return unit.id
    raise UnknownSeal(row.applicant_name)
