"""Checkpoints as text: C2SP `tlog-checkpoint` inside a C2SP `signed-note`. Pure.

    example.org/log
    1234
    <root, base64>
    time 2026-09-07T02:00:00Z

    — example.org/log <key id and signature, base64>

The signature is ECDSA on P-256 with SHA-256 over the text up to and with the newline before the empty line (type 0x02 of
signed-note: the key id is the beginning of the SHA-256 of the public key's SubjectPublicKeyInfo).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DASH = "— "
LONGEST = 20_000


class NotACheckpoint(ValueError):
    """This text is no checkpoint, or is not signed by this key; says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says of the log."""

    origin: str
    size: int
    root: bytes
    at: datetime | None


def body(*, origin: str, size: int, root: bytes, at: datetime) -> str:
    """The text that is signed. `origin` has neither spaces nor a plus sign."""
    return f"{origin}\n{size}\n{_encoded(root)}\ntime {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"


def signed(text: str, *, name: str, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The note: the text and one signature."""
    return f"{text}\n{DASH}{name} {_encoded(key_id(public) + sign(text.encode()))}\n"


def key_id(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:4]


def verify(note: str, *, public: bytes) -> Head:
    """What a checkpoint says, if this key (SubjectPublicKeyInfo, DER) signed it. Refuses: NotACheckpoint."""
    text, lines = _parted(note)
    head = _head(text)
    given = [base64.b64decode(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{DASH}{head.origin} ")]
    ours = [each[4:] for each in given if each[:4] == key_id(public)]
    if not ours:
        raise NotACheckpoint("no signature of this key")
    key = serialization.load_der_public_key(public)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        for signature in ours:
            key.verify(signature, text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise NotACheckpoint("the signature does not hold") from error
    return head


def read(note: str) -> Head:
    """What a checkpoint says, whoever signed it. Refuses: NotACheckpoint."""
    return _head(_parted(note)[0])


def _parted(note: str) -> tuple[str, list[str]]:
    text, empty, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if len(note) > LONGEST or not empty or lines.pop() or not lines or not all(line.startswith(DASH) for line in lines):
        raise NotACheckpoint("not a signed note")
    try:
        for line in lines:
            base64.b64decode(line.rpartition(" ")[2], validate=True)
    except binascii.Error as error:
        raise NotACheckpoint("a signature that cannot be read") from error
    return text + "\n", lines


def _head(text: str) -> Head:
    try:
        origin, size, root, *extensions = text.removesuffix("\n").split("\n")
        told = [each.removeprefix("time ") for each in extensions if each.startswith("time ")]
        at = datetime.fromisoformat(told[0]) if told else None
        head = Head(origin, int(size), base64.b64decode(root, validate=True), at)
    except ValueError as error:
        raise NotACheckpoint("not a checkpoint") from error
    if str(head.size) != size or len(head.root) != 32 or not origin:
        raise NotACheckpoint("not a checkpoint")
    return head


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
