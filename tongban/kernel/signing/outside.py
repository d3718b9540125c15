"""Keys on tokens of their holders' own (UKey): what the token is asked to sign, and whether it did.

The secret never comes here. A token is given a digest and gives a signature back; which digest follows from its certificate:
SHA-256 for P-256, and for SM2 that of SM3 over Z and the message (GB/T 32918).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from tongban.kernel.signing import algorithms, authority, certificates, libcrypto, trust
from tongban.kernel.signing.algorithms import P256, SM2, Algorithm

SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")  # 1.2.156.10197.1.301, as a key names it


def algorithm_of(certificate: bytes) -> Algorithm:
    """With what the key of a certificate signs. Refuses: NotACertificate."""
    return SM2 if SM2_CURVE in certificates.read(certificate).spki else P256


def digest(message: bytes, *, certificate: bytes) -> bytes:
    """The 32 bytes that the token signs."""
    if algorithm_of(certificate) == P256:
        return hashlib.sha256(message).digest()
    hashed = libcrypto.before_message(certificates.read(certificate).spki).copy()
    hashed.update(message)
    return hashed.finalize()


def verify(message: bytes, signature: bytes, *, certificate: bytes) -> bool:
    """Whether the holder of a certificate has signed a message."""
    oid = algorithms.OIDS[algorithm_of(certificate)]
    return algorithms.holds(message, signature, spki=certificates.read(certificate).spki, oid=oid)


def certify(public: bytes, *, name: str, unit: str, at: datetime) -> bytes:
    """A development certificate (DER) for the P-256 key of a token, from the demo city's own root. `public` is its SPKI."""
    return authority.certify(public, owner=unit, name=name, algorithm=P256, at=at)


def chain_of(certificate: bytes) -> tuple[bytes, ...]:
    """The certificate of its issuer, as far as it is known here. Refuses: NotACertificate."""
    issuer = certificates.read(certificate).issuer
    return tuple(each for each in (*trust.roots(), *trust.intermediates()) if certificates.read(each).subject == issuer)


class SignedElsewhere:
    """A key whose signature comes later: asked the first time, it notes what it should sign; told the signature, it gives that.

    Whoever seals with it seals twice, with the same `at`: the same message is asked for both times, or the second refuses.
    """

    development = False

    def __init__(self, certificate: bytes, *, chain: tuple[bytes, ...] = (), signature: bytes | None = None) -> None:
        self.certificate, self.chain, self._signature = certificate, chain, signature
        self.algorithm: Algorithm = algorithm_of(certificate)
        self.asked: list[bytes] = []

    def sign(self, message: bytes) -> bytes:
        """The signature from the token; before that, one of the same length that holds nothing."""
        self.asked.append(message)
        return self._signature or bytes.fromhex("30440220") + b"\x01" * 32 + bytes.fromhex("0220") + b"\x01" * 32
