"""Taking in the licence types of the city."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.kernel import facts, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def load_types(*, types: Iterable[terms.LicenceType], by: Actor, at: datetime) -> int:
    """Take in the licence types of the city; returns how many are new or changed. Loading twice changes nothing. Refuses: Denied."""
    access.require_system(by)
    known = {row.code: row.digest for row in models.LicenceType.objects.select_for_update(of=("self",))}
    changed = [row for row in map(models.LicenceType.of, types) if known.get(row.code) != row.digest]
    if not changed:
        return 0
    models.LicenceType.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=models.LicenceType.LOADED)
    queries.forget_types()
    digest = rules.digest_of(row.digest for row in changed)
    rows.write(
        ledger.entry("licences.load_types", by=by, at=at, subject=changed[0], codes={"count": str(len(changed))}, digest=digest),
        facts.entry(events.TypesLoaded(count=len(changed), digest=digest, at=at)),
    )
    return len(changed)
