"""Signing for an applicant: by which means, what comes of it, and what is found of it afterwards."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tongban.identity.terms import HolderKind
    from tongban.kernel.bilingual import Bilingual


class SignMeans(StrEnum):
    """Where the key was that signed."""

    SERVER = "server"  # kept by the city, released by password and one-time code
    TOKEN = "token"  # on a token of the signer's own (UKey)


@dataclass(frozen=True, slots=True)
class Applicant:
    """For whom somebody signs: a person for themselves, or an organisation through whoever may use its seal."""

    kind: HolderKind
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A PDF made ready for a token's signature, and what the token is to sign."""

    certificate: str  # fingerprint
    at: datetime  # of the signature
    pdf: str  # digest of the stored file
    digest: bytes  # of what the signature covers
    starts: int
    ends: int
    task: bytes  # what the token signs

    def kept(self) -> dict[str, Any]:
        """As JSON, for the row that waits for the token."""
        return {
            "certificate": self.certificate,
            "at": self.at.isoformat(),
            "pdf": self.pdf,
            "digest": base64.b64encode(self.digest).decode(),
            "starts": self.starts,
            "ends": self.ends,
            "task": base64.b64encode(self.task).decode(),
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Begun:
        return cls(
            certificate=kept["certificate"],
            at=datetime.fromisoformat(kept["at"]),
            pdf=kept["pdf"],
            digest=base64.b64decode(kept["digest"]),
            starts=kept["starts"],
            ends=kept["ends"],
            task=base64.b64decode(kept["task"]),
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Both documents, signed and stored: with which seal, by whose leave, by which means."""

    seal_id: UUID
    seal_kind: str
    seal_number: str
    signer_name: str
    grant_id: UUID | None
    means: str
    certificate: str  # fingerprint of a token's; empty without one
    certificate_subject: str
    signed_at: datetime
    pdf_digest: str
    ofd_digest: str


@dataclass(frozen=True, slots=True)
class SigningCheck:
    """One step of a verification: whether it holds (None: not asked), and what it says."""

    name: str
    holds: bool | None
    words: Bilingual
