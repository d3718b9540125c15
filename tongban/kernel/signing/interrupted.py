"""A PDF signed in two halves, because the key is on somebody's token: made ready, then filled with what the token signed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from tongban.kernel.signing import cms, pades, stamps
from tongban.kernel.signing.outside import SignedElsewhere
from tongban.kernel.signing.refusals import NotSignable

RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PDF with a place for its signature, and the digest of everything around that place."""

    content: bytes
    digest: bytes
    starts: int
    ends: int


def prepare(pdf: bytes, *, certificate: bytes, chain: tuple[bytes, ...], reason: str, at: datetime) -> Prepared:
    """Make a PDF ready for a signature that comes later; until then a number stands there that holds nothing. Refuses: NotSignable."""
    content = pades.sign(pdf, pades.Signing(SignedElsewhere(certificate, chain=chain), reason, at))
    found = list(RANGE.finditer(content))
    if not found:
        raise NotSignable("The place of the signature is not found.")
    starts, ends, rest = map(int, found[-1].groups())
    if ends + rest != len(content):
        raise NotSignable("The signature does not cover the whole file.")
    return Prepared(content, hashlib.sha256(content[:starts] + content[ends:]).digest(), starts, ends)


def message(prepared: Prepared, *, certificate: bytes, chain: tuple[bytes, ...]) -> bytes:
    """What the token signs: the signed attributes of the signature message."""
    key = SignedElsewhere(certificate, chain=chain)
    cms.message(key, prepared.digest)
    return key.asked[0]


def fill(prepared: Prepared, signature: bytes, *, certificate: bytes, chain: tuple[bytes, ...], at: datetime) -> bytes:
    """The signed PDF, stamped. Whether the signature holds is for whoever judges the file. Refuses: NotSignable."""
    key = SignedElsewhere(certificate, chain=chain, signature=signature)
    put = cms.message(key, prepared.digest, stamp=lambda signed: stamps.stamp(signed, at=at)).hex().upper().encode()
    room = prepared.ends - prepared.starts - 2
    if len(put) > room:
        raise NotSignable("The signature message is longer than the place for it.")
    place = b"<" + put.ljust(room, b"0") + b">"
    return prepared.content[: prepared.starts] + place + prepared.content[prepared.ends :]
