"""The words of seals (GB/T 38540): what a seal is, what it leaves on a document, and the ten steps of judging that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual


class SealKind(IntEnum):
    """Whose seal it is. Other numbers are met in practice; they are read as they are."""

    UNIT = 1
    PERSON = 2


class Step(IntEnum):
    """The order of judging, as the standard prescribes it."""

    FORMAT = 1
    MAKERS_SIGNATURE = 2
    MAKERS_CERTIFICATE = 3
    SEALS_VALIDITY = 4
    LISTED_SIGNER = 5
    SIGNERS_CERTIFICATE = 6
    SIGNATURE = 7
    DOCUMENT = 8
    SIGNING_TIME = 9
    TIME_STAMP = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one step found. `holds` is None where there was nothing to judge; `reason` names a failure for programs."""

    step: Step
    holds: bool | None
    words: Bilingual
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the seal looks like on the page."""

    png: bytes = field(repr=False)
    width_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as its maker signed it."""

    der: bytes = field(repr=False)
    version: int
    vendor: str
    esid: str
    kind: int
    name: str
    signers: tuple[bytes, ...] = field(repr=False)  # certificates of those who may use it, DER
    signer_digests: tuple[tuple[str, bytes], ...] = field(repr=False)  # or their digests, each with its algorithm's identifier
    made_at: datetime
    valid_from: datetime
    valid_until: datetime
    picture: Picture
    picture_type: str
    info: bytes = field(repr=False)  # the part that the maker signed
    maker: bytes = field(repr=False)  # certificate, DER
    algorithm: str  # identifier
    signature: bytes = field(repr=False)
    stamp: bytes | None = field(repr=False)
    critical: tuple[str, ...]  # identifiers of extensions that must be understood


@dataclass(frozen=True, slots=True)
class SealSignature:
    """What a seal left on a document."""

    der: bytes = field(repr=False)
    version: int
    seal: Seal
    signed_at: datetime
    data_hash: bytes
    property_info: str
    signed: bytes = field(repr=False)  # the part that the signer signed
    signer: bytes = field(repr=False)  # certificate, DER
    algorithm: str
    signature: bytes = field(repr=False)
    stamp: bytes | None = field(repr=False)
    critical: tuple[str, ...]


class BadSeal(Exception):
    """A seal, or what it left, is refused; each kind says why."""


class NotASeal(BadSeal):
    """These bytes are no seal and no seal signature of GB/T 38540."""


class OldSeal(BadSeal):
    """A seal of GM/T 0031-2014 (version 1), which is no longer read."""


class UnknownVersion(BadSeal):
    """A version of the standard that is not known here."""


class SealNotInForce(BadSeal):
    """The seal's validity does not cover the moment."""


class NotTheSealsSigner(BadSeal):
    """The seal does not list the certificate of this key, or the key is not an SM2 key."""
