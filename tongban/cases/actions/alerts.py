"""What happens elsewhere and touches a case: a licence it rests on has changed, and what its applicant was spared is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.cases import access, events
from tongban.cases.models import Alert, Case, Saving
from tongban.cases.models.saving import WHOLE_CITY
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.licences.terms import LicenceState


ADD = f"""
INSERT INTO {Saving._meta.db_table} AS saved (service, cases, materials, fields) VALUES (%s, %s, %s, %s), (%s, %s, %s, %s)
ON CONFLICT (service) DO UPDATE
SET cases = saved.cases + excluded.cases, materials = saved.materials + excluded.materials, fields = saved.fields + excluded.fields
"""


@transaction.atomic(savepoint=False)
def raise_alert(*, case_id: UUID, licence_id: UUID, state: LicenceState, since: datetime, by: Actor, at: datetime) -> bool:
    """Tell an open case that a licence it rests on is in another state since then; the same change is told once.

    Returns whether it was news. Nothing of the case is rewritten. Refuses: Denied, UnknownCase.
    """
    access.require_system(by)
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    known = Alert.objects.filter(case=case, licence_id=licence_id).order_by("-changed_at").first()
    if case.end is not None or (known is not None and (known.state == state or known.changed_at >= since)):
        return False
    rows.write(
        *rows.insert(Alert(case=case, licence_id=licence_id, state=state.value, changed_at=since, raised_at=at)),
        ledger.entry("cases.raise_alert", by=by, at=at, subject=case, codes={"state": state.value}),
        facts.entry(events.LicenceAlert(case_id=case.pk, licence_id=licence_id, state=state.value, at=at)),
    )
    return True


@transaction.atomic(savepoint=False)
def count_saved(*, service: str, cases: int, materials: int, fields: int, by: Actor, at: datetime) -> None:
    """Add to what was saved in this service and in the whole city. Refuses: Denied."""
    access.require_system(by)
    values = [value for name in (service, WHOLE_CITY) for value in (name, cases, materials, fields)]
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)
