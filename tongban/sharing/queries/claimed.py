"""Which licence a file says it is, and what the register says of that one to whoever hands the file in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.kernel import access_log, clock
from tongban.licences.queries import opening
from tongban.sharing import models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, HolderKind


def copy_of(sha256: str, *, at: datetime) -> terms.CopyFound | None:
    """The annotated copy that is this file, if the library has made it."""
    row = models.Copy.objects.filter(document_digest=sha256).first()
    return terms.CopyFound(row.purpose, row.valid_until, at < row.valid_until) if row else None


def note_claimed(claim: terms.ClaimedLicence, *, refused: str, by: Actor, at: datetime, purpose: str) -> None:
    """The look in the log of whoever holds the licence: whether it was handed in for somebody else, and what came of that."""
    if claim.type_code:
        found = opening.opened_by_identifier(claim.identifier.strip().upper())
        access_log.note(
            "licences.judge_handed",
            by=by,
            at=at,
            purpose=purpose,
            subject=claim.identifier,
            holders=found.holder_ids if found else (),
            fields=[claim.type_code],
            basis="" if claim.theirs else terms.OTHERS_APPLICATION,
            result="" if claim.theirs else refused,
        )


def claimed(identifier: str, content: bytes, *, holders: Collection[UUID], kind: HolderKind, at: datetime) -> terms.ClaimedLicence:
    """What the register says of the licence that a file handed in says it is; `note_claimed` writes the look down.

    `holders` are those for whom it is handed in, `kind` what the applicant is.
    """
    found = opening.opened_by_identifier(identifier.strip().upper())
    if found is None or not found.intact:
        return terms.ClaimedLicence(identifier=identifier, found=found is not None)
    licence = found.licence
    sha256, today = hashlib.sha256(content).hexdigest(), clock.city_date(at)
    return terms.ClaimedLicence(
        identifier=identifier,
        found=True,
        intact=True,
        original=sha256 in (found.pdf_sha256, found.ofd_sha256),
        copy=copy_of(sha256, at=at),
        type_code=licence.type_code,
        type_name=licence.type_name,
        issuer_name=licence.issuer_name,
        state=licence.state,
        in_period=licence.valid_from <= today and (licence.valid_until is None or today <= licence.valid_until),
        theirs=licence.held_by_any(holders),
        of_their_kind=any(each.kind is kind for each in found.holders),
    )
