"""Making the documents of a licence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, ledger, rows
from tongban.licences import access, events, models, queries, terms
from tongban.licences.models import document as documents
from tongban.seals import queries as seal_queries

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


MAKE_DOCUMENT = "licences.make_document"  # the task of `jobs`, named here because jobs stand above actions


DOCUMENT_QUEUE = "documents"


@transaction.atomic(savepoint=False)
def make_document(*, licence_id: UUID, profile: terms.Profile = terms.Profile.OFD, by: Actor, at: datetime) -> None:
    """Make and seal a document of a licence, once; at issue it is the OFD. Refuses: UnknownLicence, SealEnded, SealExpired."""
    row = models.Licence.objects.select_for_update(of=("self",)).filter(pk=licence_id).first()
    if row is None or not access.may_read(by, (row.holder_id,)):
        raise terms.UnknownLicence(str(licence_id))
    if documents.digest(row, profile):
        return
    seal = seal_queries.department_seal(row.issuer, at=at)
    made = documents.attach(row, queries.licence_type(row.type_id), seal=seal, profile=profile, at=at)
    rows.write(
        rows.update(row, [documents.DIGESTS[profile]]),
        seal_queries.use_entry(seal, subject=row.identifier, digest=made, by=by, at=at),
        ledger.entry("licences.make_document", by=by, at=at, subject=row, digest=made, codes={"profile": profile.value}),
        facts.entry(events.DocumentMade(licence_id=row.pk, holder_id=row.holder_id, profile=profile.value, at=at)),
    )
