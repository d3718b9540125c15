"""Seals made and used, in version 4 of the structure (GB/T 38540-2020)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from tongban.kernel import signing
from tongban.kernel.seals import structure
from tongban.kernel.seals.judging import lists
from tongban.kernel.seals.terms import NotTheSealsSigner, Picture, SealKind, SealNotInForce
from tongban.kernel.signing import der
from tongban.kernel.signing.algorithms import OIDS, SM2

VERSION, VENDOR = 4, "Tongban"
ALGORITHM = der.identifier(OIDS[SM2])
DIGEST_OCTETS = 32


def make(
    *,
    esid: str,
    name: str,
    kind: SealKind,
    picture: Picture,
    signers: Sequence[bytes],
    valid_from: datetime,
    valid_until: datetime,
    maker: signing.Key,
    at: datetime,
) -> bytes:
    """A seal (SESeal, DER), signed by its maker. `signers` are the certificates of those who may use it.

    Refuses: NotTheSealsSigner (the maker's key is no SM2 key), SealNotInForce (it would never be in force).
    """
    if maker.algorithm != SM2:
        raise NotTheSealsSigner("Seals of GB/T 38540 are signed with SM2.")
    if valid_from >= valid_until:
        raise SealNotInForce("A seal ends after it starts.")
    listed = der.sequence(*(der.octets(each) for each in signers))
    described = der.sequence(
        der.integer(kind),
        der.utf8_text(name),
        der.integer(structure.CERTIFICATES),
        listed,
        der.moment(at),
        der.moment(valid_from),
        der.moment(valid_until),
    )
    drawn = der.sequence(der.ascii_text("PNG"), der.octets(picture.png), der.integer(picture.width_mm), der.integer(picture.height_mm))
    header = der.sequence(der.ascii_text("ES"), der.integer(VERSION), der.ascii_text(VENDOR))
    info = der.sequence(header, der.ascii_text(esid), described, drawn)
    return der.sequence(info, der.octets(maker.certificate), ALGORITHM, der.bits(maker.sign(info)))


def sign(*, seal: bytes, data_hash: bytes, property_info: str, key: signing.Key, at: datetime, stamp: bool = False) -> bytes:
    """What a seal leaves on a document (SES_Signature, DER). The seal's bytes go in as they are.

    `data_hash` is the SM3 of what is sealed, `property_info` its path. With `stamp`, a time-stamp authority stamps the signature.
    Refuses: NotTheSealsSigner, SealNotInForce, NotASeal, OldSeal, UnknownVersion; ValueError for a digest that is none.
    """
    if len(data_hash) != DIGEST_OCTETS:
        raise ValueError("an SM3 digest has 32 octets")
    known = structure.read(seal)
    if key.algorithm != SM2 or not lists(known, key.certificate):
        raise NotTheSealsSigner(f"The seal {known.esid} may not be used with this key.")
    if not known.valid_from <= at <= known.valid_until:
        raise SealNotInForce(f"The seal {known.esid} is in force from {known.valid_from:%Y-%m-%d} until {known.valid_until:%Y-%m-%d}.")
    return signature(seal=seal, data_hash=data_hash, property_info=property_info, key=key, at=at, stamp=stamp)


def signature(*, seal: bytes, data_hash: bytes, property_info: str, key: signing.Key, at: datetime, stamp: bool = False) -> bytes:
    """The same without asking whether this key may use this seal now: whoever judges asks again."""
    told = der.moment(at) + der.bits(data_hash) + der.ascii_text(property_info)
    beginning = _beginning(seal, len(told))
    after = getattr(key, "sign_after", None)  # a key in this process hashes the seal once, a token gets the whole message
    signed = after(beginning, told) if after else key.sign(beginning + told)
    parts = [beginning + told, der.octets(key.certificate), ALGORITHM, der.bits(signed)]
    if stamp:
        parts.append(der.value(0xA0, der.bits(signing.stamp(signed, at=at))))
    return der.sequence(*parts)


@lru_cache(maxsize=256)
def _beginning(seal: bytes, size: int) -> bytes:
    """What is to be signed, up to the seal's end; `size` octets follow."""
    version = der.integer(VERSION)
    header = der.header(der.SEQUENCE, len(version) + len(seal) + size)
    return header + version + seal
