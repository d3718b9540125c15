"""Standing authorisations: given for some licences and one purpose, ended at one press."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from tongban.identity.terms import HolderKind
from tongban.kernel import clock, facts, idempotency, imprints, ledger, rows
from tongban.licences.queries import licence_type
from tongban.licences.terms import UnknownType, WrongHolder
from tongban.licences.terms import valid_until as last_day
from tongban.sharing import access, events, models, queries, terms
from tongban.sharing.models import watched

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual


@transaction.atomic(savepoint=False)
def grant_use(
    *, key: UUID, holder_id: UUID, receiver: str, types: Collection[str], purpose: str, valid_until: date, by: Actor, at: datetime
) -> UUID:
    """Let a receiver use licences of these types until a day, for a purpose and no other. Returns the authorisation's id.

    The same again, whatever its key, is answered with the one that lives. Refuses: Denied, UnknownReceiver, UnknownType, WrongHolder for
    a type that is not for this kind of holder, PurposeMissing, UnprintablePurpose, GrantPeriod, KeyReused.
    """
    access.require_grants(by, holder_id)
    named = _named(types, HolderKind.PERSON if holder_id == by.person_id else HolderKind.ORGANISATION)
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
    there = _the_same(row, at=at)
    first = idempotency.claim(verb="sharing.grant_use", key=key, by=by, at=at, result=there or row.pk, request=_written(asked))
    if known := first or there:
        return known
    codes = {"receiver": receiver, "types": ",".join(named)} | imprints.of((watched.GRANT, row, None))
    rows.write(
        *rows.insert(row),
        ledger.entry("sharing.grant_use", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.UseGranted(grant_id=row.pk, holder_id=holder_id, receiver=receiver, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def revoke_use(*, grant_id: UUID, by: Actor, at: datetime) -> None:
    """End a standing authorisation now, and with it every other by which its receiver could go on using any of its types for its purpose.

    One that has ended already stays as it is. Refuses: UnknownGrant.
    """
    holder_id = models.UseGrant.objects.filter(pk=grant_id).values_list("holder_id", flat=True).first()
    if holder_id is None or not access.may_show(by, (holder_id,)):
        raise terms.UnknownGrant(str(grant_id))
    _one_at_a_time(holder_id)
    row = models.UseGrant.objects.select_for_update(of=("self",)).get(pk=grant_id)
    if row.revoked_at is not None:
        return
    others = queries.grants_covering(row.holder_id, row.receiver, row.types, row.purpose, clock.city_date(at))
    for each in (row, *(other for other in others if other.pk != row.pk)):
        _end_now(each, by=by, at=at)


def _end_now(row: models.UseGrant, *, by: Actor, at: datetime) -> None:
    row.revoked_at, row.revoked_by = at, by.id
    changed = ["revoked_at", "revoked_by"]
    codes = {"receiver": row.receiver} | imprints.of((watched.GRANT, row, changed))
    rows.write(
        rows.update(row, changed),
        ledger.entry("sharing.revoke_use", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.UseRevoked(grant_id=row.pk, holder_id=row.holder_id, receiver=row.receiver, at=at)),
    )


def _named(types: Collection[str], kind: HolderKind) -> list[str]:
    """Their codes, each once. Refuses: UnknownType, WrongHolder."""
    found = {each.code: each for each in map(licence_type, types)}
    if not found:
        raise UnknownType("none")
    for each in found.values():
        if kind not in each.holder_kinds:
            raise WrongHolder(f"{each.code} is not for a {kind}")
    return sorted(found)


def _the_same(row: models.UseGrant, *, at: datetime) -> UUID | None:
    """The one that lives and says the same, to the day."""
    _one_at_a_time(row.holder_id)
    living = queries.grants_covering(row.holder_id, row.receiver, row.types, row.purpose, clock.city_date(at))
    return next((each.pk for each in living if (each.types, each.valid_until) == (row.types, row.valid_until)), None)


def _one_at_a_time(holder_id: UUID) -> None:
    """Two of one holder's do not pass each other: what is not there yet cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"use grants of {holder_id}"])


def _written(asked: dict[str, Any]) -> bytes:
    """One spelling for one request."""
    return json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _end(valid_until: date, today: date) -> date:
    """Refuses: GrantPeriod."""
    if not today < valid_until <= last_day(today, terms.GRANT_YEARS):
        raise terms.GrantPeriod(str(valid_until))
    return valid_until


def _pair(name: Bilingual) -> dict[str, str]:
    return {"zh": name.zh, "en": name.en}
