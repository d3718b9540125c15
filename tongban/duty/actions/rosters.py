"""Rosters: from the city's file, and changed for a while at a desk."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tongban.duty import access, events, queries
from tongban.duty.models import Change, Plan, Roster
from tongban.duty.queries.lines import levels
from tongban.duty.rules import city
from tongban.duty.terms import FaultyDuty, ImpossiblePeriod, Person, UnknownChange, UnknownUnit, UnusablePhone, WordsMissing
from tongban.identity import queries as identity_queries
from tongban.kernel import facts, idempotency, ledger, rows, yaml
from tongban.notices.queries import dialled

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

LONGEST = timedelta(days=31)
ONLY = 1


@transaction.atomic(savepoint=False)
def load_duty(*, content: bytes, file: str = "duty.yaml", by: Actor, at: datetime) -> int:
    """Bring plan and rosters to what the city's file says; how many of them changed. Loading twice changes nothing.

    Departments and desks are loaded before; changes at a desk stay. Refuses: Denied, FaultyDuty with every fault found.
    """
    access.require_system(by)
    duty = _read(file, content)
    wanted: dict[str, tuple[str, str]] = {each["unit"]: _written(each) for each in duty["rosters"]}
    held = {row.pk: row.digest for row in Roster.objects.select_for_update(of=("self",)).only("digest").order_by("pk")}
    changed = [unit for unit, (_text, digest) in wanted.items() if held.get(unit) != digest]
    gone = held.keys() - wanted.keys()
    plan, digest = _written({name: value for name, value in duty.items() if name != "rosters"})
    same = Plan.objects.filter(pk=ONLY, digest=digest).exists()
    for unit in changed:
        text, roster_digest = wanted[unit]
        Roster.objects.update_or_create(pk=unit, defaults={"content": text, "digest": roster_digest, "loaded_at": at})
    Roster.objects.filter(pk__in=gone).delete()
    if not same:
        Plan.objects.update_or_create(
            pk=ONLY, defaults={"desk": duty["desk"], "content": json.loads(plan), "digest": digest, "loaded_at": at}
        )
    count = len(changed) + len(gone) + (not same)
    if count:
        codes, whole = {"count": str(count)}, _written(duty)[1]
        rows.write(
            ledger.entry("duty.load_duty", by=by, at=at, subject=Plan(pk=ONLY), codes=codes, digest=whole),
            facts.entry(events.DutyLoaded(batch_id=uuid.uuid4(), rosters=len(wanted), digest=whole, at=at)),
        )
    return count


@transaction.atomic(savepoint=False)
def change_roster(
    *, key: UUID, unit: str, person: Person, starts_at: datetime, ends_at: datetime, reason: str, by: Actor, at: datetime
) -> UUID:
    """Have somebody stand in for a while, before everybody else of the unit's line. The id of the change.

    Refuses: NoDuty, UnknownUnit, Denied, ImpossiblePeriod, UnusablePhone, WordsMissing, KeyReused.
    """
    access.require_unit(by, queries.plan().desk, levels(unit))
    if not Roster.objects.filter(pk=unit).exists():
        raise UnknownUnit(unit)
    if not starts_at < ends_at or ends_at <= at or ends_at - starts_at > LONGEST:
        raise ImpossiblePeriod
    phone = dialled(person.phone)
    if phone is None:
        raise UnusablePhone
    if not person.name.strip() or not reason.strip():
        raise WordsMissing("name" if not person.name.strip() else "reason")
    row = Change(unit_id=unit, starts_at=starts_at, ends_at=ends_at, made_by=by.id, made_at=at)
    row.keep(Person(person.name.strip(), phone, person.role), reason.strip())
    asked = json.dumps([unit, person.name, phone, starts_at.isoformat(), ends_at.isoformat(), reason]).encode()
    first = idempotency.claim(verb="duty.change_roster", key=key, by=by, at=at, result=row.pk, request=asked)
    if first is not None:
        return first
    rows.write(
        *rows.insert(row),
        ledger.entry("duty.change_roster", by=by, at=at, subject=row, codes={"unit": unit}),
        facts.entry(_changed(row, withdrawn=False, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def withdraw_change(*, change_id: UUID, by: Actor, at: datetime) -> None:
    """Take a change back; the roster holds again. Refuses: NoDuty, UnknownChange, Denied."""
    row = Change.objects.select_for_update(of=("self",)).living(at).filter(pk=change_id).first()
    if row is None:
        raise UnknownChange(change_id)
    access.require_unit(by, queries.plan().desk, levels(row.unit_id))
    row.withdrawn_at = at
    rows.write(
        rows.update(row, ["withdrawn_at"]),
        ledger.entry("duty.withdraw_change", by=by, at=at, subject=row, codes={"unit": row.unit_id}),
        facts.entry(_changed(row, withdrawn=True, at=at)),
    )


def _read(file: str, content: bytes) -> Mapping[str, Any]:
    """The file, checked as a whole. Raises FaultyDuty."""
    parents = {each.code: each.parent for each in identity_queries.departments()}
    world = city.World(frozenset(desk.code for desk in identity_queries.desks()), parents)
    return yaml.sound(file, content, partial(city.faults, world=world), FaultyDuty).data


def _changed(row: Change, *, withdrawn: bool, at: datetime) -> events.RosterChanged:
    return events.RosterChanged(
        change_id=row.pk, unit=row.unit_id, starts_at=row.starts_at, ends_at=row.ends_at, withdrawn=withdrawn, at=at
    )


def _written(value: Mapping[str, Any]) -> tuple[str, str]:
    """As it is kept, and its digest."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text, hashlib.sha256(text.encode()).hexdigest()
