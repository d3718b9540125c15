"""A seal signature judged in the order that GB/T 38540 prescribes: one verdict a step, and none after the first that fails.

Windows (steps 4, 6, 9) are held against the time of signing, which must not lie in the future; what is revoked is asked as of
now, or as of the time that a trusted stamp proves. Every answer has words for people and a reason for programs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from cryptography.hazmat.primitives import hashes

from tongban.kernel import signing
from tongban.kernel.seals import structure
from tongban.kernel.seals.terms import BadSeal, NotASeal, OldSeal, Seal, SealSignature, Step, UnknownVersion, Verdict
from tongban.kernel.seals.words import FAILED, HOLDS
from tongban.kernel.signing import algorithms, certificates, der

SM2_OID = algorithms.OIDS[algorithms.SM2]
DIGESTS = {algorithms.SM3_OID: hashes.SM3, "SM3": hashes.SM3, algorithms.SHA256_OID: hashes.SHA256, "SHA256": hashes.SHA256}
CLOCKS_DIFFER = timedelta(minutes=5)
REASONS: dict[type[Exception], str] = {
    OldSeal: "old_version",
    UnknownVersion: "unknown_version",
    NotASeal: "no_seal",
    signing.NotACertificate: "no_certificate",
    signing.NotTrusted: "not_trusted",
    signing.Expired: "expired",
    signing.Revoked: "revoked",
    signing.RevocationUnknown: "revocation_unknown",
    signing.WrongUsage: "wrong_usage",
}


@dataclass(frozen=True, slots=True)
class _Failed(Exception):
    reason: str


@dataclass(frozen=True)
class _Judged:
    found: SealSignature
    data_hash: bytes
    at: datetime
    revoked: Callable[[str], bool]

    @cached_property
    def stamped(self) -> datetime | None:
        """The time that a stamp proves, if it is there and holds."""
        return _stamped(self.found.stamp, self.found.signature) if self.found.stamp is not None else None

    @property
    def known(self) -> datetime:
        """As of when revocation is asked: a stamp that holds proves that the signature is older than a later revocation."""
        return min(self.stamped, self.at) if self.stamped else self.at


def judge(signature: bytes, *, data_hash: bytes, at: datetime, revoked: Callable[[str], bool] = lambda esid: False) -> tuple[Verdict, ...]:
    """The verdicts on a seal signature (SES_Signature, DER) over a document with this SM3. `revoked` knows seals that were ended."""
    try:
        found = structure.read_signature(signature)
    except BadSeal as error:
        return (_failed(Step.FORMAT, REASONS[type(error)]),)
    return tuple(_verdicts(_Judged(found, data_hash, at, revoked)))


def lists(seal: Seal, certificate: bytes) -> bool:
    """Is this certificate, or its digest, in the seal's list of those who may use it?"""
    return certificate in seal.signers or any(_digest(name, certificate) == digest for name, digest in seal.signer_digests)


def _verdicts(judged: _Judged) -> Iterator[Verdict]:
    for step, asked in STEPS.items():
        try:
            holds = asked(judged)
        except _Failed as failure:
            yield _failed(step, failure.reason)
            return
        except signing.BadCertificate as error:
            yield _failed(step, REASONS[type(error)])
            return
        yield Verdict(step, holds, HOLDS[step] if holds else FAILED["no_stamp"], "" if holds else "no_stamp")


def _failed(step: Step, reason: str) -> Verdict:
    return Verdict(step, False, FAILED[reason], reason)


def _format(judged: _Judged) -> bool:
    found = judged.found
    if found.version != found.seal.version:
        raise _Failed("mixed_versions")
    if found.critical or found.seal.critical:
        raise _Failed("unknown_extension")
    return True


def _makers_signature(judged: _Judged) -> bool:
    seal = judged.found.seal
    return _holds(seal.info, seal.signature, seal.maker, seal.algorithm, "seal_changed")


def _makers_certificate(judged: _Judged) -> bool:
    """As of the day on which the seal was made: a maker's certificate may end before the seals do."""
    seal = judged.found.seal
    certificates.check(seal.maker, at=seal.made_at, usage="signing", known=judged.known)
    return True


def _seals_validity(judged: _Judged) -> bool:
    seal = judged.found.seal
    if judged.revoked(seal.esid):
        raise _Failed("seal_ended")
    if not seal.valid_from <= judged.found.signed_at <= seal.valid_until:
        raise _Failed("seal_not_in_force")
    return True


def _listed_signer(judged: _Judged) -> bool:
    if not lists(judged.found.seal, judged.found.signer):
        raise _Failed("signer_not_listed")
    return True


def _signers_certificate(judged: _Judged) -> bool:
    certificates.check(judged.found.signer, at=judged.found.signed_at, usage="signing", known=judged.known)
    return True


def _signature(judged: _Judged) -> bool:
    found = judged.found
    return _holds(found.signed, found.signature, found.signer, found.algorithm, "signature_wrong")


def _document(judged: _Judged) -> bool:
    if judged.found.data_hash != judged.data_hash:
        raise _Failed("document_changed")
    return True


def _signing_time(judged: _Judged) -> bool:
    found = judged.found
    if found.signed_at > judged.at + CLOCKS_DIFFER:
        raise _Failed("in_the_future")
    if found.signed_at < found.seal.made_at - CLOCKS_DIFFER:
        raise _Failed("before_the_seal")
    if not certificates.read(found.signer).covers(found.signed_at):
        raise _Failed("expired")
    return True


def _time_stamp(judged: _Judged) -> bool | None:
    """Of the signature, and of the seal, which may have one of its own since version 5."""
    found = judged.found
    if found.seal.stamp is not None and _stamped(found.seal.stamp, found.seal.signature) is None:
        raise _Failed("bad_stamp")
    if found.stamp is None:
        return None if found.seal.stamp is None else True
    if judged.stamped is None:
        raise _Failed("bad_stamp")
    if judged.stamped > judged.at + CLOCKS_DIFFER or judged.stamped < found.signed_at - CLOCKS_DIFFER:
        raise _Failed("stamp_and_time_differ")
    return True


def _stamped(stamp: bytes, signature: bytes) -> datetime | None:
    """The time that a stamp proves for a signature; none if it does not hold."""
    try:
        return signing.read_stamp(stamp, signature)
    except signing.BadStamp:
        return None


def _holds(signed: bytes, signature: bytes, certificate: bytes, algorithm: str, otherwise: str) -> bool:
    if algorithm != SM2_OID:
        raise _Failed("unknown_algorithm")
    if not signing.verify(signed, _as_der(signature), public=certificate, algorithm=algorithms.SM2):
        raise _Failed(otherwise)
    return True


def _as_der(signature: bytes) -> bytes:
    """SEQUENCE{r, s}; some writers leave r and s side by side in 64 octets."""
    if len(signature) != 64:
        return signature
    return der.sequence(*(der.integer(int.from_bytes(half, "big")) for half in (signature[:32], signature[32:])))


def _digest(name: str, content: bytes) -> bytes:
    known = DIGESTS.get(name.upper())
    if known is None:
        return b"unknown"
    hashed = hashes.Hash(known())
    hashed.update(content)
    return hashed.finalize()


STEPS: dict[Step, Callable[[_Judged], bool | None]] = {
    Step.FORMAT: _format,
    Step.MAKERS_SIGNATURE: _makers_signature,
    Step.MAKERS_CERTIFICATE: _makers_certificate,
    Step.SEALS_VALIDITY: _seals_validity,
    Step.LISTED_SIGNER: _listed_signer,
    Step.SIGNERS_CERTIFICATE: _signers_certificate,
    Step.SIGNATURE: _signature,
    Step.DOCUMENT: _document,
    Step.SIGNING_TIME: _signing_time,
    Step.TIME_STAMP: _time_stamp,
}
