"""An application that its applicant signs: the form as a document, how it was signed, and what a reviewer sees of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.cases.terms.handed import Application, Corrects
    from tongban.catalog.terms import Release
    from tongban.kernel.bilingual import Bilingual
    from tongban.seals.terms import SigningCheck, SignMeans

SIGNED_HOLDS = timedelta(hours=24)  # between the making of the document and its handing in


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long something is kept, why for so long, and by which law not longer."""

    kept: timedelta
    reason: str
    basis: str


UNSUBMITTED = Keeping(
    kept=timedelta(days=7),
    reason="A form that is never handed in serves no end once it cannot be handed in any more (24 hours). A week lets its author look at"
    " what was signed in their name; the line in the seal's use log stays, and holds no answers.",
    basis="Personal Information Protection Law, art. 19 and 47(1)(1)",
)


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
    corrects: Corrects | None = None  # a corrected form, and which notice it answers

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


SEALED_FORM = "form "  # how a line in the log of a seal begins that is about a form; then its id


@dataclass(frozen=True, slots=True)
class SealedForm:
    """For which service a sealed form is, and the case it was handed in for; empty where it was not."""

    service: Bilingual
    case_number: str
