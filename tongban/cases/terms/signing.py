"""An application that its applicant signs: the form as a document, how it was signed, and what a reviewer sees of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.cases.terms.handed import Application
    from tongban.catalog.terms import Release
    from tongban.kernel.bilingual import Bilingual

SIGNED_HOLDS = timedelta(hours=24)  # between the making of the document and its handing in


class SignMeans(StrEnum):
    """Where the key was that signed."""

    SERVER = "server"  # kept by the city, released by password and one-time code
    TOKEN = "token"  # on a token of the signer's own (UKey)


@dataclass(frozen=True, slots=True)
class SigningCheck:
    """One step of a verification: whether it holds (None: not asked), and what it says."""

    name: str
    holds: bool | None
    words: Bilingual


@dataclass(frozen=True, slots=True)
class FormSigning:
    """A form about to be signed, or signed and not handed in yet, as its author sees it."""

    id: UUID
    release: Release
    application: Application
    applicant_name: str
    prepared_at: datetime
    signed_at: datetime | None
    signer_name: str
    means: SignMeans | None
    pdf_digest: str
    ofd_digest: str

    def outdated(self, at: datetime) -> bool:
        return at > self.prepared_at + SIGNED_HOLDS


@dataclass(frozen=True, slots=True)
class TokenTask:
    """What a token is to sign: digests in this order, with the key of this certificate. It signs nothing else for it."""

    signing_id: UUID
    certificate: str  # fingerprint
    algorithm: str
    digests: tuple[bytes, ...]
    purpose: str  # what the helper program shows before it signs


@dataclass(frozen=True, slots=True)
class SignatureView:
    """The signature under an application, as a reviewer sees it: verified when it was handed in."""

    id: UUID
    round: int
    signer_name: str  # as the certificate and the seal have it
    seal_kind: str  # unit, representative, person
    seal_number: str
    means: SignMeans
    certificate: str  # subject, for a token
    by_name: str  # whoever did it
    signed_at: datetime
    judged_at: datetime
    pdf_checks: tuple[SigningCheck, ...] = field(default_factory=tuple)
    ofd_checks: tuple[SigningCheck, ...] = field(default_factory=tuple)

    @property
    def holds(self) -> bool:
        return all(each.holds is not False for each in (*self.pdf_checks, *self.ofd_checks))
