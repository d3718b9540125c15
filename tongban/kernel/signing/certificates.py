"""Certificates read and checked: chain, windows, usage, revocation, each refusal under its own name.

Not here: who is trusted (`signing.trust`), how certificates are issued (`signing.issuing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from asn1crypto import x509

from tongban.kernel.signing import algorithms, trust
from tongban.kernel.signing.issuing import NOTICE
from tongban.kernel.signing.refusals import Expired, NotACertificate, NotTrusted, Revoked, WrongUsage

Usage = Literal["signing", "time-stamps"]
LONGEST_CHAIN = 6
UNDERSTOOD = {"basic_constraints", "key_usage", "extended_key_usage"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What this program asks of an X.509 certificate."""

    der: bytes
    name: str  # common name
    unit: str
    organisation: str
    subject: bytes  # Name, DER
    issuer: bytes  # Name, DER
    serial: int
    spki: bytes
    starts: datetime
    ends: datetime
    signed: bytes  # the part that the issuer signed
    signature: bytes
    signature_oid: str
    issues: bool  # basic constraints: may issue certificates
    issuers_below: int | None
    usages: frozenset[str] | None  # None: not restricted
    purposes: frozenset[str] | None
    critical: frozenset[str]

    @property
    def development(self) -> bool:
        return NOTICE in self.organisation

    def covers(self, at: datetime) -> bool:
        return self.starts <= at <= self.ends


@lru_cache(maxsize=2048)
def read(der: bytes) -> Certificate:
    """A certificate from DER. Refuses: NotACertificate."""
    try:
        return _read(x509.Certificate.load(der, strict=True), der)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise NotACertificate("These bytes are no X.509 certificate.") from error


def check(der: bytes, *, chain: Iterable[bytes] = (), at: datetime, usage: Usage, known: datetime | None = None) -> Certificate:
    """The certificate, if it could be used for this at a moment; what has been revoked is asked as of `known` (else `at`).

    Refuses: NotACertificate, WrongUsage, NotTrusted, Expired, Revoked, RevocationUnknown.
    """
    certificate = read(der)
    _fit(certificate, usage)
    path = _path(certificate, _readable(chain))
    for each in path:
        if not each.covers(at):
            raise Expired(f"{each.name} is valid from {each.starts:%Y-%m-%d} until {each.ends:%Y-%m-%d}.")
    for each, issuer in pairwise(path):
        _not_revoked(each, issuer, at=known or at)
    return certificate


def _path(certificate: Certificate, offered: list[Certificate]) -> list[Certificate]:
    """From a certificate up to a root that is trusted. Refuses: NotTrusted."""
    anchors = [read(each) for each in trust.roots()]
    offered = [*anchors, *map(read, trust.intermediates()), *offered]
    path, below = [certificate], 0
    while path[-1] not in anchors:
        if len(path) == LONGEST_CHAIN:
            raise NotTrusted(f"No root that is trusted here stands behind {certificate.name}.")
        issuer = _issuer(path[-1], offered, below)
        below += issuer.subject != issuer.issuer
        path.append(issuer)
    return path


def issuers(der: bytes) -> tuple[bytes, ...]:
    """The certificates that stand behind one, as far as they are trusted here."""
    offered, chain, current = [*map(read, trust.intermediates()), *map(read, trust.roots())], [], read(der)
    while current.subject != current.issuer and len(chain) < LONGEST_CHAIN:
        try:
            current = _issuer(current, offered, 0)
        except NotTrusted:
            break
        chain.append(current.der)
    return tuple(chain)


def _issuer(certificate: Certificate, offered: list[Certificate], below: int) -> Certificate:
    for each in offered:
        may = each.subject == certificate.issuer and each.issues and (each.usages is None or "key_cert_sign" in each.usages)
        if not may or (each.issuers_below is not None and each.issuers_below < below) or each.critical - UNDERSTOOD:
            continue
        if _issued(certificate.der, each.der):
            return each
    raise NotTrusted(f"Nobody who is trusted here issued the certificate of {certificate.name}.")


@lru_cache(maxsize=4096)
def _issued(certificate: bytes, issuer: bytes) -> bool:
    """Does the issuer's signature hold? It holds for ever; whether it counts is asked each time."""
    below = read(certificate)
    return algorithms.holds(below.signed, below.signature, spki=read(issuer).spki, oid=below.signature_oid)


def _fit(certificate: Certificate, usage: Usage) -> None:
    """The certificate of a signer signs, that of a time-stamp authority only stamps, and an issuer's does neither."""
    signs = certificate.usages is None or certificate.usages & {"digital_signature", "non_repudiation"}
    stamps = certificate.purposes == {"time_stamping"}
    if certificate.issues or not signs or stamps != (usage == "time-stamps"):
        raise WrongUsage(f"The certificate of {certificate.name} was not issued for {usage}.")
    if unknown := certificate.critical - UNDERSTOOD:
        raise WrongUsage(
            f"The certificate of {certificate.name} has conditions that are not understood here: {', '.join(sorted(unknown))}."
        )


def _not_revoked(certificate: Certificate, issuer: Certificate, *, at: datetime) -> None:
    revoked = trust.revoked(issuer.der, at=at).get(certificate.serial)
    if revoked is not None and revoked <= at:
        raise Revoked(f"The certificate of {certificate.name} was revoked on {revoked:%Y-%m-%d}.")


def _readable(chain: Iterable[bytes]) -> list[Certificate]:
    found = []
    for der in chain:
        try:
            found.append(read(der))
        except NotACertificate:
            continue
    return found


def _read(parsed: Any, der: bytes) -> Certificate:
    signed = parsed["tbs_certificate"]
    window, names = signed["validity"], parsed.subject.native
    constraints, usages, purposes = parsed.basic_constraints_value, parsed.key_usage_value, parsed.extended_key_usage_value
    issues = bool(constraints and constraints["ca"].native)
    return Certificate(
        der=der,
        name=_text(names, "common_name"),
        unit=_text(names, "organizational_unit_name"),
        organisation=_text(names, "organization_name"),
        subject=signed["subject"].dump(),
        issuer=signed["issuer"].dump(),
        serial=parsed.serial_number,
        spki=signed["subject_public_key_info"].dump(),
        starts=window["not_before"].native,
        ends=window["not_after"].native,
        signed=signed.dump(),
        signature=parsed["signature_value"].native,
        signature_oid=parsed["signature_algorithm"]["algorithm"].dotted,
        issues=issues,
        issuers_below=constraints["path_len_constraint"].native if constraints and issues else None,
        usages=frozenset(usages.native) if usages else None,
        purposes=frozenset(purposes.native) if purposes else None,
        critical=frozenset(parsed.critical_extensions),
    )


def _text(names: dict, key: str) -> str:
    value = names.get(key, "")
    return " ".join(value) if isinstance(value, list) else str(value)
