"""A text for one reader: SM4-GCM under a fresh key, and that key under the reader's SM2 public key.

The key stands as SM2Cipher of GB/T 35276 (SEQUENCE of x, y, SM3 digest, ciphertext), which is what OpenSSL, GmSSL and the machines
of certified makers take in; the content is SM4-GCM (RFC 8998) with the tag at its end. Nothing here can open what it has closed.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from typing import Any

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from tongban.kernel.signing import libcrypto, sm2

ALGORITHM = "SM2-SM4-GCM"
KEY_BYTES, NONCE_BYTES = 16, 12
TRIAL = b"trial"


class NotAPublicKey(Exception):
    """What was given is neither an SM2 public key nor a certificate of one, in PEM or DER."""


class CannotEncrypt(Exception):
    """No library of this machine encrypts with SM2."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`key_id` is the SHA-256 of the reader's public key (SubjectPublicKeyInfo); the rest is in base64."""

    algorithm: str
    key_id: str
    key: str
    nonce: str
    content: str


def public_key(given: bytes) -> bytes:
    """The SM2 public key in a PEM or DER file, a certificate's or a bare one, as SubjectPublicKeyInfo.

    Refuses: NotAPublicKey; CannotEncrypt where no answer could be closed for it here.
    """
    try:
        der = _unarmored(given) if pem.detect(given) else given
        spki = _of_certificate(der) or der
        if not spki.startswith(sm2.SPKI_BEFORE_POINT):
            raise ValueError("this is no SM2 key")
        _encrypted(spki, TRIAL)
    except (ValueError, TypeError) as error:
        raise NotAPublicKey(str(error)) from None
    return spki


def key_id(spki: bytes) -> str:
    return hashlib.sha256(spki).hexdigest()


def closed(text: bytes, spki: bytes) -> Envelope:
    """The text for whoever has the private key of this one. Refuses: CannotEncrypt; NotAPublicKey."""
    key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    encryptor = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
    content = encryptor.update(text) + encryptor.finalize() + encryptor.tag
    try:
        sealed = _encrypted(spki, key)
    except ValueError as error:
        raise NotAPublicKey(str(error)) from None
    told = [base64.b64encode(each).decode() for each in (sealed, nonce, content)]
    return Envelope(ALGORITHM, key_id(spki), *told)


def _unarmored(given: bytes) -> bytes:
    found: Any = pem.unarmor(given)  # its kind, its headers, its octets
    return bytes(found[2])


def _of_certificate(der: bytes) -> bytes | None:
    try:
        certificate = x509.Certificate.load(der, strict=True)
        return certificate["tbs_certificate"]["subject_public_key_info"].dump()
    except (ValueError, TypeError):
        return None


def _encrypted(spki: bytes, text: bytes) -> bytes:
    """Refuses: CannotEncrypt; ValueError for what is no such key."""
    try:
        return libcrypto.PublicKey(spki).encrypt(text)
    except libcrypto.Unavailable as error:
        raise CannotEncrypt(str(error)) from None
