"""The structures of GB/T 38540 read from DER: versions 4 and 5; version 1 is refused by name."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import core

from tongban.kernel.seals.terms import NotASeal, OldSeal, Picture, Seal, SealSignature, UnknownVersion

VERSIONS = (4, 5)
OLD = 1
LONGEST = 4 * 1024 * 1024  # octets; a seal is a few thousand
CERTIFICATES, DIGESTS = 1, 2


class Header(core.Sequence):
    _fields = [("id", core.IA5String), ("version", core.Integer), ("vendor", core.IA5String)]


class Extension(core.Sequence):
    _fields = [("id", core.ObjectIdentifier), ("critical", core.Boolean, {"default": False}), ("value", core.OctetString)]


class Extensions(core.SequenceOf):
    _child_spec = Extension


class ListedSigners(core.SequenceOf):
    _child_spec = core.Any  # certificates or digests, as `list_type` says


class Digest(core.Sequence):
    _fields = [("type", core.PrintableString), ("value", core.OctetString)]


class Property(core.Sequence):
    _fields = [
        ("type", core.Integer),
        ("name", core.UTF8String),
        ("list_type", core.Integer),
        ("signers", ListedSigners),
        ("made", core.GeneralizedTime),
        ("starts", core.GeneralizedTime),
        ("ends", core.GeneralizedTime),
    ]


class Drawn(core.Sequence):
    _fields = [("type", core.IA5String), ("data", core.OctetString), ("width", core.Integer), ("height", core.Integer)]


class Info(core.Sequence):
    _fields = [
        ("header", Header),
        ("esid", core.IA5String),
        ("property", Property),
        ("picture", Drawn),
        ("extensions", Extensions, {"optional": True}),
    ]


class SealStructure(core.Sequence):
    _fields = [
        ("info", Info),
        ("maker", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.OctetBitString),
        ("stamp", core.OctetBitString, {"explicit": 0, "optional": True}),
    ]


class ToBeSigned(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("seal", core.Any),
        ("time", core.GeneralizedTime),
        ("data_hash", core.OctetBitString),
        ("property_info", core.IA5String),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class SignatureStructure(core.Sequence):
    _fields = [
        ("signed", ToBeSigned),
        ("signer", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.OctetBitString),
        ("stamp", core.OctetBitString, {"explicit": 0, "optional": True}),
    ]


UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


@lru_cache(maxsize=256)
def read(der: bytes) -> Seal:
    """A seal. Refuses: NotASeal, OldSeal, UnknownVersion."""
    _known_version(_version(der, "seal"))
    try:
        return _seal(SealStructure.load(der, strict=True), der)
    except UNREADABLE as error:
        raise NotASeal("These bytes are no seal of GB/T 38540.") from error


def read_signature(der: bytes) -> SealSignature:
    """What a seal left on a document. Refuses: NotASeal, OldSeal, UnknownVersion."""
    _known_version(_version(der, "signature"))
    try:
        parsed: Any = SignatureStructure.load(der, strict=True)
        signed = parsed["signed"]
        seal = read(signed["seal"].dump())
        return SealSignature(
            der=der,
            version=signed["version"].native,
            seal=seal,
            signed_at=_moment(signed["time"]),
            data_hash=signed["data_hash"].native,
            property_info=signed["property_info"].native,
            signed=signed.dump(),
            signer=parsed["signer"].native,
            algorithm=parsed["algorithm"].dotted,
            signature=parsed["signature"].native,
            stamp=parsed["stamp"].native,
            critical=_critical(signed["extensions"]),
        )
    except UNREADABLE as error:
        raise NotASeal("These bytes are no seal signature of GB/T 38540.") from error


def _seal(parsed: Any, der: bytes) -> Seal:
    info = parsed["info"]
    told, picture = info["property"], info["picture"]
    certificates, digests = _signers(told)
    return Seal(
        der=der,
        version=info["header"]["version"].native,
        vendor=info["header"]["vendor"].native,
        esid=info["esid"].native,
        kind=told["type"].native,
        name=told["name"].native,
        signers=certificates,
        signer_digests=digests,
        made_at=_moment(told["made"]),
        valid_from=_moment(told["starts"]),
        valid_until=_moment(told["ends"]),
        picture=Picture(picture["data"].native, picture["width"].native, picture["height"].native),
        picture_type=picture["type"].native,
        info=info.dump(),
        maker=parsed["maker"].native,
        algorithm=parsed["algorithm"].dotted,
        signature=parsed["signature"].native,
        stamp=parsed["stamp"].native,
        critical=_critical(info["extensions"]),
    )


def _signers(told: Any) -> tuple[tuple[bytes, ...], tuple[tuple[str, bytes], ...]]:
    kind, listed = told["list_type"].native, told["signers"]
    if kind == CERTIFICATES:
        return tuple(each.parse(core.OctetString).native for each in listed), ()
    if kind == DIGESTS:
        digests = (each.parse(Digest) for each in listed)
        return (), tuple((each["type"].native, each["value"].native) for each in digests)
    raise ValueError("a list of signers of a kind that the standard does not have")


def _moment(value: Any) -> datetime:
    found = value.native
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found


def _critical(extensions: Any) -> tuple[str, ...]:
    if isinstance(extensions, core.Void):
        return ()
    return tuple(each["id"].dotted for each in extensions if each["critical"].native)


def _version(der: bytes, of: str) -> int:
    """The version of a seal is in its header, and that of its signature at its start; version 1 puts both in the same places."""
    if len(der) > LONGEST:
        raise NotASeal("This is longer than any seal.")
    try:
        parsed: Any = core.Sequence.load(der, strict=True)
        first = parsed[0]
        found = first[0][1] if of == "seal" else first[0]
        return int(found.native)
    except UNREADABLE as error:
        raise NotASeal(f"These bytes are no seal{'' if of == 'seal' else ' signature'} of GB/T 38540.") from error


def _known_version(version: int) -> None:
    if version == OLD:
        raise OldSeal("A seal of GM/T 0031-2014 (version 1); it has to be made anew by GB/T 38540.")
    if version not in VERSIONS:
        raise UnknownVersion(f"Version {version} of the structure of seals is not known here.")
