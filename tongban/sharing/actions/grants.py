"""Standing authorisations: given for some licences and one purpose, ended at one press."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tongban.kernel import clock, facts, idempotency, ledger, rows
from tongban.licences.queries import licence_type
from tongban.licences.terms import UnknownType
from tongban.licences.terms import valid_until as last_day
from tongban.sharing import access, events, models, queries, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual


@transaction.atomic(savepoint=False)
def grant_use(
    *,
    key: UUID,
    holder_id: UUID,
    receiver: str,
    types: Collection[str],
    purpose: str,
    valid_until: date,
    by: Actor,
    at: datetime,
) -> UUID:
    """Let a receiver use licences of these types until a day, for a purpose. Returns the authorisation's id.

    Refuses: Denied, UnknownReceiver, UnknownType, PurposeMissing, GrantPeriod, KeyReused.
    """
    access.require_grants(by, holder_id)
    named = sorted({licence_type(code).code for code in types})
    if not named:
        raise UnknownType("none")
    row = models.UseGrant(
        id=uuid.uuid4(),
        holder_id=holder_id,
        receiver=receiver,
        receiver_name=_pair(queries.receiver(receiver).name),
        types=named,
        purpose=queries.purpose_of(purpose),
        granted_by=by.id,
        granted_at=at,
        valid_until=_end(valid_until, clock.city_date(at)),
    )
    asked = {"holder": str(holder_id), "receiver": receiver, "types": named, "purpose": row.purpose, "end": str(valid_until)}
    first = idempotency.claim(verb="sharing.grant_use", key=key, by=by, at=at, result=row.pk, request=_written(asked))
    if first is not None:
        return first
    rows.write(
        *rows.insert(row),
        ledger.entry("sharing.grant_use", by=by, at=at, subject=row, codes={"receiver": receiver, "types": ",".join(named)}),
        facts.entry(events.UseGranted(grant_id=row.pk, holder_id=holder_id, receiver=receiver, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def revoke_use(*, grant_id: UUID, by: Actor, at: datetime) -> None:
    """End a standing authorisation now; one that has ended already stays as it is. Refuses: UnknownGrant."""
    row = models.UseGrant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if row is None or not access.may_show(by, (row.holder_id,)):
        raise terms.UnknownGrant(str(grant_id))
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by = at, by.id
    rows.write(
        rows.update(row, ["revoked_at", "revoked_by"]),
        ledger.entry("sharing.revoke_use", by=by, at=at, subject=row, codes={"receiver": row.receiver}),
        facts.entry(events.UseRevoked(grant_id=row.pk, holder_id=row.holder_id, receiver=row.receiver, at=at)),
    )


def _written(asked: dict[str, Any]) -> bytes:
    """One spelling for one request."""
    return json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _end(valid_until: date, today: date) -> date:
    """Refuses: GrantPeriod."""
    if not today <= valid_until <= last_day(today, terms.GRANT_YEARS):
        raise terms.GrantPeriod(str(valid_until))
    return valid_until


def _pair(name: Bilingual) -> dict[str, str]:
    return {"zh": name.zh, "en": name.en}
