"""The licences of a holder, and their documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.kernel import access_log, facts, files, ledger, rows
from tongban.licences import access, events, models, terms
from tongban.licences.models import document as documents

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
from tongban.licences.queries.types import licence_type

WALLET_LIMIT = 500


PER_TYPE = 100  # of one kind of licence, more than anybody chooses from


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
    wanted = Q(type__in=types, place__lte=PER_TYPE) | Q(pk__in=named) if named else Q(type__in=types, place__lte=PER_TYPE)
    held = Q(holder_id__in=holder_ids) & (Q(type__in=types) | Q(pk__in=named))
    rows = models.Licence.objects.usable(on).filter(held).placed_in_type().filter(wanted).newest_first()
    found = tuple(_term(row) for row in rows)
    access_log.note("licences.usable_for", by=by, at=at, purpose=purpose, holders=holder_ids, subject=_subject(handling), fields=types)
    return found


def licences_of(
    *, holder_id: UUID, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None
) -> tuple[terms.Licence, ...]:
    """A holder's wallet, ended licences included, newest first. Refuses: Denied."""
    access.require_read(by, (holder_id,), handling)
    rows = models.Licence.objects.filter(holder_id=holder_id).newest_first()[:WALLET_LIMIT]
    found = tuple(_term(row) for row in rows)
    access_log.note("licences.licences_of", by=by, at=at, purpose=purpose, holders=(holder_id,), subject=_subject(handling))
    return found


def licence(licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None) -> terms.Licence:
    """One licence. Refuses: Denied to staff without a case; UnknownLicence, also for a licence that this actor may not see."""
    row = _readable(licence_id, by, handling)
    subject = _subject(handling, row)
    access_log.note("licences.licence", by=by, at=at, purpose=purpose, holders=(row.holder_id,), subject=subject)
    return _term(row)


def document(licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None) -> bytes:
    """The signed PDF/A of a licence; made now if the job has not made it yet. Refuses: Denied, UnknownLicence, as `licence` does."""
    row = _readable(licence_id, by, handling)
    if row.document_digest is None:
        row = _with_document(row.pk, by=by, at=at)
    subject = _subject(handling, row)
    access_log.note("licences.document", by=by, at=at, purpose=purpose, holders=(row.holder_id,), subject=subject)
    assert row.document_digest is not None
    return files.read(row.document_digest)


def _with_document(licence_id: UUID, *, by: Actor, at: datetime) -> models.Licence:
    """The first request makes the document under the licence's lock; whoever comes second finds it."""
    with transaction.atomic():
        row = models.Licence.objects.select_for_update(of=("self",)).get(pk=licence_id)
        if row.document_digest is None:
            documents.attach(row, licence_type(row.type_id), at=at)
            rows.write(
                ledger.entry("licences.make_document", by=by, at=at, subject=row, digest=row.document_digest or ""),
                facts.entry(events.DocumentMade(licence_id=row.pk, holder_id=row.holder_id, at=at)),
            )
    return row


def _readable(licence_id: UUID, by: Actor, handling: terms.Handling | None) -> models.Licence:
    access.require_case(by, handling)
    row = models.Licence.objects.filter(pk=licence_id).first()
    if row is None or not access.may_read(by, (row.holder_id,), handling):
        raise terms.UnknownLicence(str(licence_id))
    return row


def _subject(handling: terms.Handling | None, row: models.Licence | None = None) -> str:
    """What was looked at, for the access log: for staff the case that made them look."""
    return handling.case_number if handling else row.identifier if row else ""


def _term(row: models.Licence) -> terms.Licence:
    return row.as_term(licence_type(row.type_id))
