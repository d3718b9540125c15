"""Keys, signatures, certificates and time stamps: the one place of the platform where a private key is used.

Two algorithms: SM2 with SM3 for seals and OFD, ECDSA on P-256 for PDF, tokens and logs. Keys come from the store that the
settings name: in software, made here for development and said to be so in every certificate, or in a PKCS #11 module.
Not here: seals (`kernel.seals`), what is signed and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import pem
from django.conf import settings

from tongban.kernel.signing import algorithms, authority, certificates, stamps, trust
from tongban.kernel.signing.algorithms import P256, SM2, Algorithm
from tongban.kernel.signing.certificates import Certificate
from tongban.kernel.signing.keys import Key
from tongban.kernel.signing.refusals import (
    BadCertificate,
    BadStamp,
    CannotSign,
    EncryptedPdf,
    Expired,
    KeyStoreClosed,
    NoSm2,
    NoStamp,
    NoSuchKey,
    NotACertificate,
    NotAPdf,
    NotSignable,
    NotTrusted,
    RevocationUnknown,
    Revoked,
    TooManySignatures,
    TruncatedPdf,
    WrongUsage,
)

if TYPE_CHECKING:
    from tongban.kernel.signing.judging import PdfVerdict


SPKI_OCTETS = 91  # of either algorithm


def key(owner: str, *, name: str, algorithm: Algorithm, at: datetime) -> Key:
    """The key of an owner: a department (its code), a part of the platform ("library", "log", "time-stamps", …), a person.

    `name` is what the certificate shows; in software a key is made when it is first asked for. Refuses: NoSuchKey, KeyStoreClosed, NoSm2.
    """
    if settings.KEY_STORES[algorithm] == "pkcs11":
        from tongban.kernel.signing import tokens  # noqa: PLC0415  only where there is a module to load

        return tokens.key(owner, algorithm=algorithm, at=at)
    return authority.credentials(owner, name=name, at=at, algorithm=algorithm)


def verify(message: bytes, signature: bytes, *, public: bytes, algorithm: Algorithm) -> bool:
    """Does this signature (DER) hold? `public` is a SubjectPublicKeyInfo or a certificate, DER. Refuses: NotACertificate."""
    spki = public if len(public) == SPKI_OCTETS else certificates.read(public).spki
    return algorithms.holds(message, signature, spki=spki, oid=algorithms.OIDS[algorithm])


def certify(public: bytes, *, owner: str, name: str, algorithm: Algorithm, at: datetime) -> tuple[bytes, ...]:
    """A development certificate, and its issuer's, for a key that is elsewhere: in a token, in somebody's pocket."""
    return authority.certify(public, owner=owner, name=name, algorithm=algorithm, at=at), authority.root(algorithm).certificate


def revoke(certificate: bytes, *, at: datetime) -> None:
    """A certificate of the development authority no longer counts from a moment on; its lists say so. Refuses: NotACertificate."""
    sm2_signed = certificates.read(certificate).signature_oid == algorithms.OIDS[SM2]
    authority.revoke(certificate, algorithm=SM2 if sm2_signed else P256, at=at)


def roots() -> tuple[bytes, ...]:
    """The certificates (DER) of whom this installation trusts."""
    return trust.roots()


def stamp(message: bytes, *, at: datetime) -> bytes:
    """A time stamp (RFC 3161 TimeStampToken, DER) for a message. Refuses: NoStamp."""
    return stamps.stamp(message, at=at)


def read_stamp(token: bytes, message: bytes) -> datetime:
    """The time at which, by its authority's word, a message existed. Refuses: BadStamp."""
    return stamps.read(token, message)


def ca_certificate(algorithm: Algorithm = P256) -> bytes:
    """The root certificate (PEM) that verifiers import to trust the city's signatures."""
    return pem.armor("CERTIFICATE", authority.root(algorithm).certificate)


def revocation_list(*, at: datetime, algorithm: Algorithm = P256) -> bytes:
    """The root's revocation list (DER), fresh for a week; every certificate points to it (`authority.REVOCATION_PATHS`)."""
    return authority.revocation_list(at=at, algorithm=algorithm)


def sign_pdf(
    pdf: bytes, *, signer: str = "", reason: str, at: datetime, name: str = "", key: Key | None = None, beside: bool = False
) -> bytes:
    """Sign for a department (`signer` is its code, `name` what its certificate shows) or with a `key`; PAdES baseline LT.

    A document has one signature, except where `beside` adds to those that are there. Refuses: NotSignable, CannotSign.
    """
    from tongban.kernel.signing import pades  # noqa: PLC0415  pyHanko takes a second that no start should wait for

    used = key or _key(signer, name=name or signer, algorithm=P256, at=at)
    return pades.sign(pdf, pades.Signing(used, reason, at, beside))


def judge_pdf(pdf: bytes, *, at: datetime) -> tuple[PdfVerdict, ...]:
    """The verdict on each signature of a PDF, in their order; none for a document without. Refuses: NotAPdf."""
    from tongban.kernel.signing import judging  # noqa: PLC0415  pyHanko, as above

    return judging.judge(pdf, at=at)


def pdf_words(pdf: bytes) -> tuple[bytes, ...]:
    """What a PDF says of itself: as it stands in the file, in its description, in what its pages draw. It refuses nothing."""
    from tongban.kernel.signing import words  # noqa: PLC0415  pyHanko, as above

    return words.of(pdf)


_key = key  # `sign_pdf` has a parameter of this name
