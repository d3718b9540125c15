"""Signature messages (CMS, RFC 5652) that others wrote, read and held against what they say they signed.

One signer, signed attributes, the certificate inside: what PAdES and RFC 3161 demand. All else is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import cms

from tongban.kernel.signing import algorithms
from tongban.kernel.signing import cms as writing
from tongban.kernel.signing.algorithms import SHA256_OID, SM2, SM3_OID

if TYPE_CHECKING:
    from tongban.kernel.signing.certificates import Certificate

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)
RSA = "1.2.840.113549.1.1.1"  # the key's identifier where that of the signature belongs; the digest stands apart
RSA_BY_DIGEST = {
    SHA256_OID: "1.2.840.113549.1.1.11",
    "2.16.840.1.101.3.4.2.2": "1.2.840.113549.1.1.12",
    "2.16.840.1.101.3.4.2.3": "1.2.840.113549.1.1.13",
}


class BadMessage(Exception):
    """These bytes are no such message, or it contradicts itself."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a signature message says."""

    content_type: str
    content: bytes | None  # inside, if it is
    certificate: bytes  # of the signer, DER
    chain: tuple[bytes, ...]  # whatever else is given
    digest: bytes  # of the content, as signed
    digest_oid: str
    signed: bytes
    signature: bytes
    signature_oid: str
    stamp: bytes | None  # a time-stamp token over the signature

    def is_over(self, content: bytes) -> bool:
        return writing.digest(content, self.digest_oid) == self.digest

    def held_by(self, certificate: Certificate) -> bool:
        """Does the signature hold with this certificate's key?"""
        if self.signature_oid == algorithms.OIDS[SM2] and self.digest_oid != SM3_OID:
            return False
        return algorithms.holds(self.signed, self.signature, spki=certificate.spki, oid=self.signature_oid)


def read(message: bytes) -> Message:
    """The message. Refuses: BadMessage."""
    try:
        parsed: Any = cms.ContentInfo.load(message)
        return _read(parsed["content"])  # a PDF leaves zeros behind it
    except UNREADABLE as error:
        raise BadMessage("These bytes are no signature message.") from error


def _read(content: Any) -> Message:
    inside = content["encap_content_info"]
    (signer,) = content["signer_infos"]
    given = [each.chosen for each in content["certificates"]]
    told = {each["type"].dotted: each["values"][0] for each in signer["signed_attrs"]}
    digest_oid = signer["digest_algorithm"]["algorithm"].dotted
    content_type = inside["content_type"].dotted
    if told[writing.CONTENT_TYPE].dotted != content_type or digest_oid not in writing.HASHES:
        raise ValueError("the attributes are of another content")
    certificate = _signer(given, signer)
    _is_named(certificate, told.get(writing.SIGNING_CERTIFICATE))
    oid = signer["signature_algorithm"]["algorithm"].dotted
    return Message(
        content_type=content_type,
        content=bytes(inside["content"]) if inside["content"].native is not None else None,
        certificate=certificate,
        chain=tuple(each.dump() for each in given),
        digest=told[writing.MESSAGE_DIGEST].native,
        digest_oid=digest_oid,
        signed=b"\x31" + signer["signed_attrs"].dump()[1:],  # signed as the SET that they are
        signature=signer["signature"].native,
        signature_oid=RSA_BY_DIGEST[digest_oid] if oid == RSA else oid,
        stamp=_stamp(signer),
    )


def _signer(given: Iterable[Any], signer: Any) -> bytes:
    named = signer["sid"].chosen
    for certificate in given:
        if isinstance(named, cms.IssuerAndSerialNumber):
            same = named["issuer"].dump() == certificate.issuer.dump() and named["serial_number"].native == certificate.serial_number
        else:
            same = named.native == certificate.key_identifier
        if same:
            return certificate.dump()
    raise ValueError("the signer's certificate is not given")


def _is_named(certificate: bytes, told: Any) -> None:
    """Where the attribute is there that says which certificate signed (RFC 5035), it says this one."""
    if told is None:
        return
    first = told["certs"][0]
    if writing.digest(certificate, first["hash_algorithm"]["algorithm"].dotted) != first["cert_hash"].native:
        raise ValueError("another certificate signed")


def _stamp(signer: Any) -> bytes | None:
    beside = signer["unsigned_attrs"]
    if isinstance(beside, cms.CMSAttributes):
        for each in beside:
            if each["type"].dotted == writing.SIGNATURE_STAMP:
                return each["values"][0].dump()
    return None
