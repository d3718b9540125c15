"""Taking over licences that exist already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from procrastinate.contrib.django import app as queue

from tongban.identity.terms import HolderKind
from tongban.kernel import facts, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT


@transaction.atomic(savepoint=False)
def seed(*, stock: Iterable[terms.Stock], by: Actor, at: datetime) -> int:
    """Take over existing licences; one that is there (holder, type, number) is left as it is. Returns how many are new.

    Refuses: Denied, UnknownType, UnknownIssuer, WrongHolder, InvalidContent.
    """
    access.require_system(by)
    list(models.LicenceType.objects.select_for_update(of=("self",)))
    given = list({(row.holder_id, row.type_id, row.number): row for row in (_taken_over(each, at=at) for each in stock)}.values())
    known = set(models.Licence.objects.filter(holder_id__in={row.holder_id for row in given}).values_list("holder_id", "type_id", "number"))
    fresh = [row for row in given if (row.holder_id, row.type_id, row.number) not in known]
    if not fresh:
        return 0
    models.Licence.objects.bulk_create(fresh, batch_size=500)
    models.JointHolder.objects.bulk_create([each for row in fresh for each in models.JointHolder.of(row, row.holders()[1:])])
    digest = rules.digest_of(row.digest for row in fresh)
    rows.write(
        ledger.entry("licences.seed", by=by, at=at, subject=fresh[0], codes={"count": str(len(fresh))}, digest=digest),
        facts.entry(events.LicencesTakenOver(count=len(fresh), digest=digest, at=at)),
    )
    jobs: list[dict[str, Any]] = [{"licence_id": str(row.pk)} for row in fresh]
    queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).batch_defer(*jobs)
    return len(fresh)


def _taken_over(each: terms.Stock, *, at: datetime) -> models.Licence:
    public = each.holder.kind is HolderKind.ORGANISATION
    serial = rules.serial_of(each.number, holder=str(each.holder.id), public=public)
    kind = queries.licence_type(each.type_code)
    return models.Licence.recorded(kind, queries.issuer_of(kind), each, serial=serial, at=at, source=terms.Source.STOCK)
