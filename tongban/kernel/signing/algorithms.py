"""The two algorithms with which the platform signs, and how what others signed is verified.

`sm2-sm3` is what the law of China knows (seals, OFD); `ecdsa-p256-sha256` is what everybody's programs can check (PDF, JOSE, logs).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tongban.kernel.signing import sm2

Algorithm = Literal["sm2-sm3", "ecdsa-p256-sha256"]
SM2: Algorithm = "sm2-sm3"
P256: Algorithm = "ecdsa-p256-sha256"
OIDS: dict[Algorithm, str] = {SM2: "1.2.156.10197.1.501", P256: "1.2.840.10045.4.3.2"}
SM3_OID, SHA256_OID = "1.2.156.10197.1.401", "2.16.840.1.101.3.4.2.1"
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
BY_OID = {
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}


class PrivateKey(Protocol):
    @property
    def public(self) -> bytes: ...  # SubjectPublicKeyInfo, DER

    def sign(self, message: bytes) -> bytes: ...


class P256Key:
    """A private key on P-256 in this process."""

    def __init__(self, pkcs8: bytes) -> None:
        key = serialization.load_der_private_key(pkcs8, password=None)
        if not (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)):
            raise ValueError("this is no P-256 key")
        self._key = key
        self.public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, ec.ECDSA(hashes.SHA256()))


def generate(algorithm: Algorithm) -> bytes:
    """A fresh private key as PKCS #8. Refuses: NoSm2."""
    if algorithm == SM2:
        return sm2.generate()
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def private(algorithm: Algorithm, pkcs8: bytes) -> PrivateKey:
    """A private key ready to sign. Refuses: NoSm2; ValueError for what is no such key."""
    return sm2.private(pkcs8) if algorithm == SM2 else P256Key(pkcs8)


def holds(message: bytes, signature: bytes, *, spki: bytes, oid: str) -> bool:
    """Does a signature by an algorithm (its identifier) hold? False for an algorithm or a key that is not known here."""
    try:
        if oid == OIDS[SM2]:
            return sm2.public(spki).verify(message, signature)
        key, hashed = _public(spki), HASHES[BY_OID[oid]]()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
            key.verify(signature, message, padding.PKCS1v15(), hashed)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, KeyError):
        return False
    return True


@lru_cache(maxsize=256)
def _public(spki: bytes):
    return serialization.load_der_public_key(spki)
