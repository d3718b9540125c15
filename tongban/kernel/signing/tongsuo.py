"""SM2 by tongsuopy, which carries a library of its own: for machines whose libcrypto was built without SM2.

Its only release is of 2023, and there is none for Linux on arm64, so it comes second (`signing.sm2`).
"""

from __future__ import annotations

from tongsuopy.crypto import hashes, serialization
from tongsuopy.crypto.asymciphers import ec
from tongsuopy.crypto.exceptions import InvalidSignature

SM3 = ec.ECDSA(hashes.SM3())


class PrivateKey:
    def __init__(self, pkcs8: bytes) -> None:
        self._key = serialization.load_der_private_key(pkcs8, None)
        self.public = self._key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        return bytes(self._key.sign(message, SM3))

    def sign_after(self, beginning: bytes, rest: bytes) -> bytes:
        """Sign `beginning` + `rest`."""
        return self.sign(beginning + rest)


class PublicKey:
    def __init__(self, spki: bytes) -> None:
        self._key = serialization.load_der_public_key(spki)

    def verify(self, message: bytes, signature: bytes) -> bool:
        try:
            self._key.verify(signature, message, SM3)
        except InvalidSignature:
            return False
        except Exception:
            return False
        return True


def generate() -> bytes:
    """A fresh private key as PKCS #8."""
    key = ec.generate_private_key(ec.SM2())
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
