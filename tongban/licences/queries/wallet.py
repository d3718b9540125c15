"""The licences of a holder, and their documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.kernel import access_log, files
from tongban.licences import access, models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
from tongban.licences.queries.documents import document_digest
from tongban.licences.queries.lookup import borne_out, held_rows
from tongban.licences.queries.types import licence_type

WALLET_LIMIT = 500


def usable_for(
    *,
    holder_ids: Collection[UUID],
    types: Collection[str],
    named: Collection[UUID] = (),
    on: date,
    by: Actor,
    at: datetime,
    purpose: str,
    handling: terms.Handling | None = None,
) -> tuple[terms.Licence, ...]:
    """The licences of these holders that can be used on a day, newest first: of each of these types the newest, and those named by id.

    Refuses: Denied.
    """
    access.require_read(by, holder_ids, handling)
    noted = access_log.entry(
        "licences.usable_for", by=by, at=at, purpose=purpose, holders=holder_ids, subject=_subject(handling), fields=types
    )
    held = borne_out(held_rows(holder_ids, types, named, on, ended=0, noted=noted))
    found = (row.as_term(licence_type(row.type_id), inside) for row, inside in held)
    return tuple(each for each in found if each.held_by_any(holder_ids) and each.usable_on(on))


def licences_of(
    *, holder_id: UUID, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None
) -> tuple[terms.Licence, ...]:
    """A holder's wallet, what is held jointly and ended licences included, newest first. Refuses: Denied."""
    access.require_read(by, (holder_id,), handling)
    rows = models.Licence.objects.held_by([holder_id]).newest_first()[:WALLET_LIMIT]
    found = tuple(each for row in rows if (each := _term(row)).held_by_any((holder_id,)))
    access_log.note("licences.licences_of", by=by, at=at, purpose=purpose, holders=(holder_id,), subject=_subject(handling))
    return found


def licence(licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None) -> terms.Licence:
    """One licence. Refuses: Denied to staff without a case; UnknownLicence, also for a licence that this actor may not see."""
    row = _readable(licence_id, by, handling)
    subject = _subject(handling, row)
    access_log.note("licences.licence", by=by, at=at, purpose=purpose, holders=_holders(row), subject=subject)
    return _term(row)


def document(
    licence_id: UUID,
    *,
    by: Actor,
    at: datetime,
    purpose: str,
    handling: terms.Handling | None = None,
    profile: terms.Profile = terms.Profile.PDF,
) -> bytes:
    """A document of a licence: the PDF/A, or the OFD with its issuer's seal. It is made now where it is not there yet.

    Refuses: Denied, UnknownLicence, as `licence` does; SealEnded, SealExpired.
    """
    row = _readable(licence_id, by, handling)
    digest = document_digest(row, profile, by=by, at=at)
    subject = _subject(handling, row)
    access_log.note("licences.document", by=by, at=at, purpose=purpose, holders=_holders(row), subject=subject)
    return files.read(digest)


def _readable(licence_id: UUID, by: Actor, handling: terms.Handling | None) -> models.Licence:
    access.require_case(by, handling)
    row = models.Licence.objects.filter(pk=licence_id).first()
    if row is None or not (access.may_read(by, (row.holder_id,), handling) or access.holds(by, _holders(row), handling)):
        raise terms.UnknownLicence(str(licence_id))
    return row


def _holders(row: models.Licence) -> tuple[UUID, ...]:
    return tuple(each.id for each in row.holders())


def _subject(handling: terms.Handling | None, row: models.Licence | None = None) -> str:
    """What was looked at, for the access log: for staff the case that made them look."""
    return handling.case_number if handling else row.identifier if row else ""


def _term(row: models.Licence) -> terms.Licence:
    return row.as_term(licence_type(row.type_id))
