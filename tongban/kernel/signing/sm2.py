"""SM2 with SM3 by whichever library of this machine passes the known answers: libcrypto first, Tongsuo's own where it has no SM2.

A library that does not verify the sample of GB/T 32918, or signs what the sample's verifier does not take, is not used.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from tongban.kernel.signing import libcrypto
from tongban.kernel.signing.refusals import NoSm2

SPKI_BEFORE_POINT = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
SAMPLE_KEY = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SAMPLE_SIGNATURE = bytes.fromhex(
    "3046022100F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "022100B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
SAMPLE_MESSAGE = b"message digest"


class PrivateKey(Protocol):
    public: bytes  # SubjectPublicKeyInfo, DER

    def sign(self, message: bytes) -> bytes: ...
    def sign_after(self, beginning: bytes, rest: bytes) -> bytes: ...


class PublicKey(Protocol):
    def verify(self, message: bytes, signature: bytes) -> bool: ...


class Library(Protocol):
    def generate(self) -> bytes: ...
    def PrivateKey(self, pkcs8: bytes) -> PrivateKey: ...
    def PublicKey(self, spki: bytes) -> PublicKey: ...


def generate() -> bytes:
    """A fresh private key as PKCS #8. Refuses: NoSm2."""
    return library().generate()


def private(pkcs8: bytes) -> PrivateKey:
    """A private key ready to sign. Refuses: NoSm2; ValueError for what is no such key."""
    return library().PrivateKey(pkcs8)


@lru_cache(maxsize=256)
def public(spki: bytes) -> PublicKey:
    """A public key ready to verify. Refuses: NoSm2; ValueError for what is no such key."""
    if len(spki) != len(SPKI_BEFORE_POINT) + 64 or not spki.startswith(SPKI_BEFORE_POINT):
        raise ValueError("this is no SM2 key")
    return library().PublicKey(spki)


@lru_cache(maxsize=1)
def library() -> Library:
    """The first library that passes. Refuses: NoSm2."""
    faults = []
    for name, opened in (("libcrypto", _libcrypto), ("tongsuo", _tongsuo)):
        try:
            return passed(opened())
        except (libcrypto.Unavailable, ImportError, ValueError) as error:
            faults.append(f"{name}: {error}")
    raise NoSm2("No library here signs with SM2 (" + "; ".join(faults) + "). Install OpenSSL 3 or newer, built with SM2.")


def passed(opened: Library) -> Library:
    """The library, if it gives the known answers. Refuses: libcrypto.Unavailable."""
    sample = opened.PublicKey(SPKI_BEFORE_POINT + SAMPLE_KEY)
    if not sample.verify(SAMPLE_MESSAGE, SAMPLE_SIGNATURE):
        raise libcrypto.Unavailable("it does not verify the standard's sample")
    if sample.verify(SAMPLE_MESSAGE + b".", SAMPLE_SIGNATURE):
        raise libcrypto.Unavailable("it verifies what the sample's signer did not sign")
    fresh = opened.PrivateKey(opened.generate())
    if not opened.PublicKey(fresh.public).verify(SAMPLE_MESSAGE, fresh.sign(SAMPLE_MESSAGE)):
        raise libcrypto.Unavailable("it does not verify what it signed")
    return opened


def _libcrypto() -> Library:
    return libcrypto


def _tongsuo() -> Library:
    from tongban.kernel.signing import tongsuo  # noqa: PLC0415  there is no such wheel for every machine

    return tongsuo
