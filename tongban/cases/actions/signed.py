"""The form that an applicant signs, as a document; and what is asked of its signature when the application is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases.models import FormSignature
from tongban.cases.queries import application_form
from tongban.cases.queries.signing import applicant_of, asked, drawn_of
from tongban.cases.terms import (
    SIGNED_HOLDS,
    NotSigned,
    SignatureMissing,
    SignatureNotAsked,
    SignedAlready,
    SignedSomethingElse,
    SigningOutdated,
)
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Sign
from tongban.identity.terms import HolderKind
from tongban.kernel import files, ofd, rows, seals
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealKind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.cases.models import Case
    from tongban.cases.terms import Application
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor
    from tongban.seals.actions import Signer


@dataclass(frozen=True)
class Form:
    """An application as the two documents that one signer signs: both say the same."""

    data: dict[str, Any]
    signing: application_form.Signing

    @classmethod
    def of(cls, row: FormSignature, signer: Signer) -> Form:
        seal, at = signer.seal, signer.at
        data = application_form.drawn(
            catalog_queries.release(row.release_id),
            drawn_of(row),
            applicant=row.applicant_name,
            agent=signer.by.name if row.applicant_kind == HolderKind.ORGANISATION else "",
            asked=row.asked,
            at=at,
        )
        by_name = signer.by.name if seal.kind is not SealKind.PERSON else ""
        return cls(data, application_form.Signing(seal.name, seal.kind.value, by_name, seals.read(seal.der).picture, at))

    def pdf(self) -> bytes:
        """The PDF/A, not signed yet."""
        return application_form.pdf(self.data, self.signing)

    def ofd(self) -> tuple[ofd.Document, ofd.Place]:
        """The same as OFD, and where its seal stands."""
        return application_form.ofd_document(self.data, self.signing)


@dataclass(frozen=True)
class Signed:
    """A signature that is handed in with its application: still what was signed, still sound, not handed in before."""

    row: FormSignature
    verdicts: dict[str, Any]

    @classmethod
    def require(cls, release: Release, application: Application, *, by: Actor, at: datetime) -> Signed | None:
        """What a release asks for. None where nothing was signed and nothing has to be.

        Raises SignatureMissing, SignatureNotAsked, UnknownSigning, NotSigned, SignedAlready, SigningOutdated, SignedSomethingElse,
        SignatureBroken; CertificateEnded, CertificateNotTheirs; SealNotGranted, SealEnded, SealExpired.
        """
        if application.signing_id is None:
            if release.sign is Sign.REQUIRED:
                raise SignatureMissing(release.service)
            return None
        if release.sign is Sign.NONE:
            raise SignatureNotAsked(release.service)
        row = FormSignature.objects.select_for_update(of=("self",)).own(application.signing_id, by)
        _require_ready(row, application, at)
        assert row.seal_id is not None
        seal_queries.require_right(row.seal_id, row.certificate, applicant=applicant_of(row), by=by, at=at)
        pdf, sealed = files.read(row.pdf_digest), files.read(row.ofd_digest)
        return cls(row, seal_queries.require_sound(pdf, sealed, at=at))

    def bound(self, case: Case, *, at: datetime) -> tuple[rows.Part, ...]:
        """The signature belongs to this round of the case from now on."""
        changed = self.row.sign(case=case, round=case.round, verdicts=self.verdicts, judged_at=at)
        return (rows.update(self.row, changed),)


def _require_ready(row: FormSignature, application: Application, at: datetime) -> None:
    if row.signed_at is None:
        raise NotSigned(str(row.pk))
    if row.case_id is not None:
        raise SignedAlready(str(row.pk))
    if at > row.prepared_at + SIGNED_HOLDS:
        raise SigningOutdated(str(row.pk))
    if row.asked != asked(application):
        raise SignedSomethingElse(str(row.pk))
