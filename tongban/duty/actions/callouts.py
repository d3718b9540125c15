"""Calling somebody out: the first in line, then the next, then the level above, until somebody acknowledges."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.duty import access, events, queries
from tongban.duty.actions.calling import Calling
from tongban.duty.models import Call, CallOut, Plan
from tongban.duty.models.callout import CODES
from tongban.duty.queries.lines import levels
from tongban.duty.terms import (
    AlreadyAcknowledged,
    AlreadyCalledOut,
    CallOutOver,
    CallOutState,
    NotDue,
    StillCalling,
    UnknownCode,
    UnknownReason,
    Urgency,
)
from tongban.kernel import crypto, facts, idempotency, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def call_out(
    *, key: UUID, unit: str, subject_type: str, subject_id: UUID, reason_code: str, urgency: Urgency, by: Actor, at: datetime
) -> UUID:
    """Call somebody of a unit for a thing, by text message and by telephone, at any hour. The id of the call-out.

    Refuses: NoDuty, Denied, UnknownUnit, UnknownReason, AlreadyCalledOut, KeyReused.
    """
    city = queries.plan()
    access.require_desk(by, city.desk)
    if reason_code not in {each.code for each in city.reasons}:
        raise UnknownReason(reason_code)
    levels(unit)
    row = CallOut(
        unit_id=unit, calling_id=unit, subject_type=subject_type, subject_id=subject_id, reason=reason_code, urgency=urgency.value
    )
    row.made_by, row.at, row.next_at = by.id, at, at
    asked = json.dumps([unit, subject_type, str(subject_id), reason_code, urgency.value]).encode()
    first = idempotency.claim(verb="duty.call_out", key=key, by=by, at=at, result=row.pk, request=asked)
    if first is not None:
        return first
    Plan.objects.select_for_update(of=("self",)).get()  # whoever calls out at the same instant finds this one
    running = CallOut.objects.open().filter(unit=unit, subject_type=subject_type, subject_id=subject_id).first()
    if running is not None:
        raise AlreadyCalledOut(running.pk)
    calling = Calling(row, city, by=by, at=at)
    calling.next()
    codes = {"unit": unit, "reason": reason_code, "urgency": urgency.value}
    rows.write(
        *rows.insert(row, *calling.made),
        ledger.entry("duty.call_out", by=by, at=at, subject=row, codes=codes),
        facts.entry(calling.fact()),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def pass_on(*, callout_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody has acknowledged in time: call the next in line, or somebody of the level above; after the last it is unanswered and loud.

    Refuses: Denied, NoDuty, UnknownCallOut, NotDue.
    """
    access.require_system(by)
    city, row = queries.plan(), CallOut.objects.select_for_update(of=("self",)).of_id(callout_id)
    if row.state != CallOutState.CALLING or row.next_at is None or row.next_at > at:
        raise NotDue(row.state)
    calling = Calling(row, city, by=by, at=at)
    calling.next()
    rows.write(
        *rows.insert(*calling.made),
        rows.update(row, ["calling_id", "calls", "state", "next_at"]),
        ledger.entry("duty.pass_on", by=by, at=at, subject=row, codes={"state": row.state, "calls": str(row.calls)}),
        facts.entry(calling.fact()),
    )


@transaction.atomic(savepoint=False)
def call_again(*, callout_id: UUID, by: Actor, at: datetime) -> None:
    """Begin the line anew, where everybody was called in vain. Refuses: NoDuty, UnknownCallOut, Denied, StillCalling, AlreadyAcknowledged,
    CallOutOver.
    """
    city, row = queries.plan(), CallOut.objects.select_for_update(of=("self",)).of_id(callout_id)
    access.require_desk(by, city.desk)
    _require_open(row)
    if row.state == CallOutState.CALLING:
        raise StillCalling
    row.round, row.calling_id, row.state, row.next_at = row.round + 1, row.unit_id, CallOutState.CALLING.value, at
    calling = Calling(row, city, by=by, at=at)
    calling.next()
    rows.write(
        *rows.insert(*calling.made),
        rows.update(row, ["round", "calling_id", "calls", "state", "next_at"]),
        ledger.entry("duty.call_again", by=by, at=at, subject=row, codes={"round": str(row.round)}),
        facts.entry(calling.fact()),
    )


@transaction.atomic(savepoint=False)
def acknowledge(*, by: Actor, at: datetime, callout_id: UUID | None = None, code: str = "") -> UUID:
    """Say that one has it: with the code of the text message, whoever one is, or at a desk by the call-out. Whoever comes first has it.

    Refuses: NoDuty, UnknownCode, UnknownCallOut, Denied, AlreadyAcknowledged, CallOutOver. The id of the call-out.
    """
    city = queries.plan()
    call = _call_of(code) if callout_id is None else None
    row = CallOut.objects.select_for_update(of=("self",)).of_id(call.callout_id if call is not None else callout_id)
    called = set(row.made.values_list("unit", flat=True)) | {row.unit_id}
    access.require_may_acknowledge(by, city.desk, called, by_code=call is not None)
    _require_open(row)
    row.state, row.next_at, row.settled_at, row.settled_by = CallOutState.ACKNOWLEDGED.value, None, at, by.id
    row.settled_name = call.as_contact().person.name if call is not None else by.name
    codes = {"by": "code" if call is not None else "desk"}
    rows.write(
        rows.update(row, ["state", "next_at", "settled_at", "settled_by", "settled_name"]),
        ledger.entry("duty.acknowledge", by=by, at=at, subject=row, codes=codes),
        facts.entry(
            events.CallOutAcknowledged(callout_id=row.pk, subject_type=row.subject_type, subject_id=row.subject_id, unit=row.unit_id, at=at)
        ),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def stand_down(*, callout_id: UUID, by: Actor, at: datetime) -> None:
    """Nobody is needed any more; calling ends. Refuses: NoDuty, UnknownCallOut, Denied, AlreadyAcknowledged, CallOutOver."""
    city, row = queries.plan(), CallOut.objects.select_for_update(of=("self",)).of_id(callout_id)
    access.require_desk(by, city.desk)
    _require_open(row)
    row.state, row.next_at, row.settled_at, row.settled_by = CallOutState.STOOD_DOWN.value, None, at, by.id
    row.settled_name = by.name
    rows.write(
        rows.update(row, ["state", "next_at", "settled_at", "settled_by", "settled_name"]),
        ledger.entry("duty.stand_down", by=by, at=at, subject=row),
        facts.entry(
            events.CallOutStoodDown(callout_id=row.pk, subject_type=row.subject_type, subject_id=row.subject_id, unit=row.unit_id, at=at)
        ),
    )


def _require_open(row: CallOut) -> None:
    """Raises AlreadyAcknowledged, CallOutOver."""
    if row.state == CallOutState.ACKNOWLEDGED:
        assert row.settled_at is not None
        raise AlreadyAcknowledged(str(row.settled_name), row.settled_at)
    if row.state == CallOutState.STOOD_DOWN:
        raise CallOutOver


def _call_of(code: str) -> Call:
    """The call with this code, however it is typed. Raises UnknownCode."""
    call = Call.objects.filter(code_index=crypto.blind_index("".join(code.split()).upper(), CODES)).first()
    if call is None:
        raise UnknownCode
    return call
