"""Signatures of the city's departments on PDF documents: PAdES baseline B with ECDSA P-256.

Not here: SM2 seals on OFD, hardware keys and time stamps; they come behind the same `Signer`. The keys here are made
by `signing.authority` in software, and every certificate says that it has no legal effect.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives import serialization

from tongban.kernel.signing import authority
from tongban.kernel.signing.refusals import NotSignable

__all__ = ["NotSignable", "Signer", "ca_certificate", "revocation_list", "sign_pdf"]


class Signer(Protocol):
    """Who signs: today a software key; a hardware module or a signing service has the same face."""

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes: ...


def sign_pdf(pdf: bytes, *, signer: str, reason: str, at: datetime, name: str = "") -> bytes:
    """Sign for a department (`signer` is its code, `name` what its certificate shows). Refuses: NotSignable."""
    return _signer(authority.credentials(signer, name=name or signer, at=at)).sign(pdf, reason=reason, at=at)


def ca_certificate() -> bytes:
    """The root certificate (PEM) that verifiers import to trust the city's signatures."""
    return authority.root().certificate.public_bytes(serialization.Encoding.PEM)


def revocation_list(*, at: datetime) -> bytes:
    """The root's revocation list (DER), fresh for a week; every certificate points to it (`authority.REVOCATION_PATH`)."""
    return authority.revocation_list(at=at)


_signers: dict[int, Signer] = {}  # by serial number of the certificate


def _signer(credentials: authority.Credentials) -> Signer:
    serial = credentials.certificate.serial_number
    if serial not in _signers:
        from tongban.kernel.signing.software import SoftwareSigner  # noqa: PLC0415  pyHanko takes a second that no start should wait for

        _signers[serial] = SoftwareSigner(credentials)
    return _signers[serial]
