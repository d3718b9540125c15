"""Field encryption and blind indexes for personal data.

SM4-GCM (GB/T 32907) with the key's number in the header, so that keys rotate without a migration; the purpose is
authenticated with the text, so that a value cannot be moved to another column. A blind index is a keyed digest by which an
encrypted value is found again.
"""

import base64
import binascii
import hmac
import os
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.conf import settings
from django.db import models

NONCE_BYTES = 12
TAG_BYTES = 16
PROOF_BYTES = 16  # of the keyed digest in a link


class Unreadable(Exception):
    """The stored value was made with another key or purpose, or was tampered with."""


def encrypt(text: str, purpose: str) -> bytes:
    """Key number (1 byte), nonce (12), ciphertext, tag (16)."""
    number, key = settings.KEYS.current()
    nonce = os.urandom(NONCE_BYTES)
    encryptor = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(purpose.encode())
    return bytes([number]) + nonce + encryptor.update(text.encode()) + encryptor.finalize() + encryptor.tag


class Sealer:
    """Encrypts many texts of one purpose: the same as `encrypt`, with everything that they share made ready once."""

    def __init__(self, purpose: str) -> None:
        number, key = settings.KEYS.current()
        self._number, self._cipher, self._purpose = bytes([number]), SM4(key), purpose.encode()

    def encrypt(self, text: bytes, nonce: bytes) -> bytes:
        """`nonce` is of 12 random bytes and for this text alone."""
        encryptor = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(self._purpose)
        sealed = encryptor.update(text)
        encryptor.finalize()
        return b"".join((self._number, nonce, sealed, encryptor.tag))


def decrypt(stored: bytes, purpose: str) -> str:
    """The text again. Raises `Unreadable`."""
    stored = bytes(stored)
    key = settings.KEYS.numbered(stored[0]) if stored else None
    if key is None or len(stored) < 1 + NONCE_BYTES + TAG_BYTES:
        raise Unreadable(purpose)
    nonce, sealed, tag = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES : -TAG_BYTES], stored[-TAG_BYTES:]
    decryptor = Cipher(SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(purpose.encode())
    try:
        return (decryptor.update(sealed) + decryptor.finalize()).decode()
    except InvalidTag:
        raise Unreadable(purpose) from None


def blind_index(text: str, purpose: str) -> bytes:
    """32 bytes that are equal for equal texts of one purpose, and say nothing to whoever lacks the key."""
    return hmac.digest(settings.KEYS.index, f"{purpose}\x00{text}".encode(), "sha256")


def link_token(number: UUID, purpose: str) -> str:
    """An id with a keyed digest of it: a token that need not be kept, so that who reads the table has no link."""
    return base64.urlsafe_b64encode(number.bytes + _proof(number, purpose)).rstrip(b"=").decode()


def linked(token: str, purpose: str) -> UUID | None:
    """The id in a token of this purpose; None when it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(f"{token}==".encode("ascii"))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None
    if len(raw) != 16 + PROOF_BYTES:
        return None
    number = UUID(bytes=raw[:16])
    return number if hmac.compare_digest(raw[16:], _proof(number, purpose)) else None


def _proof(number: UUID, purpose: str) -> bytes:
    return blind_index(number.hex, purpose)[:PROOF_BYTES]


class EncryptedTextField(models.BinaryField):
    """A text that is stored encrypted. It cannot be searched; keep a blind index beside it."""

    if TYPE_CHECKING:

        def __new__(cls, *args: Any, purpose: str, **kwargs: Any) -> Self: ...

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = encrypt(value, self.purpose) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        return decrypt(value, self.purpose) if bytes(value) else ""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj))
