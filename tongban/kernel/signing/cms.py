"""Signature messages (CMS, RFC 5652) as PAdES and time stamps need them, for either algorithm.

Written directly: a signature library encodes everything anew for every document (docs/adr/0012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes

from tongban.kernel.signing import der
from tongban.kernel.signing.algorithms import OIDS, P256, SHA256_OID, SM2, SM3_OID, Algorithm

if TYPE_CHECKING:
    from tongban.kernel.signing.keys import Key

DATA, SIGNED_DATA, TIME_STAMP = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE, SIGNATURE_STAMP = "1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.16.2.14"
DIGESTS: dict[Algorithm, str] = {SM2: SM3_OID, P256: SHA256_OID}
HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    SM3_OID: hashes.SM3,
    SHA256_OID: hashes.SHA256,
    "2.16.840.1.101.3.4.2.2": hashes.SHA384,
    "2.16.840.1.101.3.4.2.3": hashes.SHA512,
}


def message(
    key: Key, digest: bytes, *, content_type: str = DATA, content: bytes | None = None, stamp: Callable[[bytes], bytes] | None = None
) -> bytes:
    """A ContentInfo with SignedData over content with this digest, which stands outside unless it is given.

    `stamp` gets the signature and answers with a time-stamp token, which goes beside it.
    """
    digest_algorithm = der.sequence(der.identifier(DIGESTS[key.algorithm]))
    attributes = _set(
        attribute(CONTENT_TYPE, der.identifier(content_type)), attribute(MESSAGE_DIGEST, der.octets(digest)), _which(key.certificate)
    )
    signature = key.sign(attributes)
    signer = [
        der.integer(1),
        _named(key.certificate),
        digest_algorithm,
        b"\xa0" + attributes[1:],
        der.sequence(der.identifier(OIDS[key.algorithm])),
        der.octets(signature),
    ]
    if stamp:
        signer.append(der.value(0xA1, attribute(SIGNATURE_STAMP, stamp(signature))))
    inside = [der.identifier(content_type)] + ([der.value(0xA0, der.octets(content))] if content is not None else [])
    signed = der.sequence(
        der.integer(1 if content_type == DATA else 3),
        der.value(der.SET, digest_algorithm),
        der.sequence(*inside),
        der.value(0xA0, b"".join(sorted({key.certificate, *key.chain}))),
        der.value(der.SET, der.sequence(*signer)),
    )
    return der.sequence(der.identifier(SIGNED_DATA), der.value(0xA0, signed))


def attribute(kind: str, content: bytes) -> bytes:
    return der.sequence(der.identifier(kind), der.value(der.SET, content))


def digest(content: bytes, oid: str) -> bytes:
    """By the identifier of the digest. Refuses: KeyError for one that is not known here."""
    hashed = hashes.Hash(HASHES[oid]())
    hashed.update(content)
    return hashed.finalize()


def _set(*members: bytes) -> bytes:
    """A SET OF in DER has its members in the order of their octets."""
    return der.value(der.SET, b"".join(sorted(members)))


@lru_cache(maxsize=256)
def _which(certificate: bytes) -> bytes:
    """Which certificate signed, so that no other with the same key can be put in its place (RFC 5035; SHA-256 is the default)."""
    identified = der.sequence(der.octets(hashlib.sha256(certificate).digest()))
    return attribute(SIGNING_CERTIFICATE, der.sequence(der.sequence(identified)))


@lru_cache(maxsize=256)
def _named(certificate: bytes) -> bytes:
    parsed = x509.Certificate.load(certificate)
    return der.sequence(parsed.issuer.dump(), parsed["tbs_certificate"]["serial_number"].dump())
