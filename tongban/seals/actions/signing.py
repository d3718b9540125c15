"""Whoever signs a given PDF and OFD for an applicant: with a key that the city keeps, or with a token of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity.terms import HolderKind, WrongSignature
from tongban.kernel import files, ofd, signing
from tongban.kernel.signing import outside
from tongban.seals import queries
from tongban.seals.actions.property import log_seal_use, make_seal
from tongban.seals.terms import Begun, SealKind, SealOwner, Signature, SignMeans, UnknownSeal

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, RegisteredCertificate
    from tongban.kernel.signing.interrupted import Prepared
    from tongban.seals.terms import Applicant, SealInUse

PDF, OFD = "application/pdf", "application/ofd"
REASONS = {SealKind.PERSON: "申请人签名", SealKind.UNIT: "加盖单位章", SealKind.REPRESENTATIVE: "加盖法定代表人章"}


@dataclass(frozen=True)
class Signer:
    """With which seal, by whose leave, at which moment; with a token where there is one."""

    seal: SealInUse
    grant_id: UUID | None
    by: Actor
    at: datetime  # of the signature
    certificate: RegisteredCertificate | None = None

    @classmethod
    def with_seal(cls, applicant: Applicant, seal_id: UUID | None, *, by: Actor, at: datetime) -> Signer:
        """With a key that the city keeps. Refuses: UnknownSeal, SealNotGranted, SealEnded, SealExpired."""
        if seal_id is None and applicant.kind is HolderKind.PERSON:
            seal_id = _own_seal(applicant, by=by, at=at)
        if seal_id is None:
            raise UnknownSeal(applicant.name)
        return cls(*queries.usable_seal(seal_id, applicant_kind=applicant.kind, applicant_id=applicant.id, by=by, at=at), by, at)

    @classmethod
    def with_certificate(cls, applicant: Applicant, fingerprint: str, *, by: Actor, at: datetime) -> Signer:
        """With a token of the signer's own; the seal of the OFD is let go by it. Refuses: NoCertificate, CertificateEnded, and more."""
        certificate = queries.own_certificate(fingerprint, applicant=applicant, by=by, at=at)
        signing.certificates.check(certificate.der, at=at, usage="signing")
        return replace(cls.with_seal(applicant, _seal_beside(applicant, by=by, at=at), by=by, at=at), certificate=certificate)

    @classmethod
    def of_begun(cls, applicant: Applicant, begun: Begun, *, by: Actor, at: datetime) -> Signer:
        """As it was begun. Everything is asked again: a certificate or a grant may have ended meanwhile."""
        return replace(cls.with_certificate(applicant, begun.certificate, by=by, at=at), at=begun.at)

    def signed_here(self, pdf: bytes, document: ofd.Document, place: ofd.Place) -> Signature:
        """Both documents, signed with the keys of the seal's owner. Refuses: SignatureBroken."""
        signed = signing.sign_pdf(pdf, signer=self.seal.signer, name=self.seal.name, reason=REASONS[self.seal.kind], at=self.at)
        return self._signature(signed, document, place, SignMeans.SERVER)

    def begin(self, pdf: bytes) -> Begun:
        """The PDF made ready for the token, and what the token is to sign."""
        from tongban.kernel.signing import interrupted  # noqa: PLC0415  pyHanko takes a second that no start should wait for

        assert self.certificate is not None
        der, chain = self.certificate.der, outside.chain_of(self.certificate.der)
        prepared = interrupted.prepare(pdf, certificate=der, chain=chain, reason=REASONS[self.seal.kind], at=self.at)
        kept = files.keep(prepared.content, media_type=PDF, at=self.at).digest
        task = outside.digest(interrupted.message(prepared, certificate=der, chain=chain), certificate=der)
        return Begun(self.certificate.fingerprint, self.at, kept, prepared.digest, prepared.starts, prepared.ends, task)

    def signed_there(self, begun: Begun, signatures: tuple[bytes, ...], document: ofd.Document, place: ofd.Place) -> Signature:
        """Both documents, the PDF with the token's signature. Refuses: WrongSignature, SignatureBroken."""
        from tongban.kernel.signing import interrupted  # noqa: PLC0415  as above

        assert self.certificate is not None
        der, chain = self.certificate.der, outside.chain_of(self.certificate.der)
        prepared = _prepared(begun)
        message = interrupted.message(prepared, certificate=der, chain=chain)
        if len(signatures) != 1 or not outside.verify(message, signatures[0], certificate=der):
            raise WrongSignature
        filled = interrupted.fill(prepared, signatures[0], certificate=der, chain=chain, at=self.at)
        return self._signature(filled, document, place, SignMeans.TOKEN)

    def log_use(self, *, subject: str, digest: str) -> None:
        """A line in the use log of the seal."""
        log_seal_use(seal_id=self.seal.id, subject=subject, digest=digest, grant_id=self.grant_id, by=self.by, at=self.at)

    def _signature(self, pdf: bytes, document: ofd.Document, place: ofd.Place, means: SignMeans) -> Signature:
        sealed = ofd.write_sealed(document, seal=self.seal.der, key=self.seal.key, place=place, at=self.at, stamp=True)
        queries.require_sound(pdf, sealed, at=self.at)
        return Signature(
            seal_id=self.seal.id,
            seal_kind=self.seal.kind.value,
            seal_number=self.seal.esid,
            signer_name=self.seal.name,
            grant_id=self.grant_id,
            means=means.value,
            certificate=self.certificate.fingerprint if self.certificate else "",
            certificate_subject=self.certificate.subject if self.certificate else "",
            signed_at=self.at,
            pdf_digest=files.keep(pdf, media_type=PDF, at=self.at).digest,
            ofd_digest=files.keep(sealed, media_type=OFD, at=self.at).digest,
        )


def _prepared(begun: Begun) -> Prepared:
    """The PDF that was made ready for a token."""
    from tongban.kernel.signing.interrupted import Prepared  # noqa: PLC0415  as above

    return Prepared(files.read(begun.pdf), begun.digest, begun.starts, begun.ends)


def _own_seal(applicant: Applicant, *, by: Actor, at: datetime) -> UUID:
    """A person's own, made when it is first used."""
    found = queries.seals_for(applicant.kind, applicant.id, by=by, at=at)
    if found:
        return found[0].id
    made = {"owner_kind": SealOwner.PERSON, "owner": str(applicant.id), "kind": SealKind.PERSON}
    return make_seal(**made, name=applicant.name, custodian=applicant.name, by=by, at=at)


def _seal_beside(applicant: Applicant, *, by: Actor, at: datetime) -> UUID | None:
    """The seal that goes on the OFD where a token signs the PDF: of a company its unit seal."""
    if applicant.kind is HolderKind.PERSON:
        return None
    found = queries.seals_for(applicant.kind, applicant.id, by=by, at=at)
    unit = next((each for each in found if each.kind is SealKind.UNIT), None)
    if unit is None:
        raise UnknownSeal(applicant.name)
    return unit.id
