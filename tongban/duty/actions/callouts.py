"""Calling somebody out: the first in line, then the next, then the level above, until somebody acknowledges."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tongban.duty import access, events, queries
from tongban.duty.actions.calling import Calling
from tongban.duty.models import Call, CallOut, Joined, Plan
from tongban.duty.queries.lines import levels, line_of
from tongban.duty.terms import (
    AlreadyAcknowledged,
    AlreadyCalledOut,
    CallOutOver,
    CallOutState,
    Matter,
    NotDue,
    StillCalling,
    UnknownReason,
    Urgency,
)
from tongban.identity import queries as identity_queries
from tongban.kernel import facts, idempotency, ledger, rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from tongban.duty.terms import Reason
    from tongban.identity.terms import Actor

NOTHING_KNOWN = Matter()


@transaction.atomic(savepoint=False)
def call_out(
    *,
    key: UUID,
    unit: str,
    subject_type: str,
    subject_id: UUID,
    urgency: Urgency,
    reason_code: str = "",
    matter: Matter = NOTHING_KNOWN,
    by: Actor,
    at: datetime,
) -> UUID:
    """Call somebody of a unit for a thing, by text message and by telephone, at any hour. The id of the call-out.
    What tells of the same danger in the same place as one just made joins that, and nobody is called twice.

    Refuses: NoDuty, Denied, UnknownUnit, UnknownReason, AlreadyCalledOut, KeyReused.
    """
    city = queries.plan()
    access.require_desk(by, city.desk)
    reason_code = _reason(city.reasons, reason_code, urgency)
    subject = {"subject_type": subject_type, "subject_id": subject_id}
    row = _new(matter, unit_id=unit, **subject, reason=reason_code, urgency=urgency.value, made_by=by.id, at=at)
    Plan.objects.select_for_update(of=("self",)).get()  # whoever calls out at the same instant finds this one
    other = _of_the_same_danger(row, city.one_danger)
    asked = json.dumps([unit, subject_type, str(subject_id), reason_code, urgency.value]).encode()
    if first := idempotency.claim(verb="duty.call_out", key=key, by=by, at=at, result=(other or row).pk, request=asked):
        return first
    _require_none(row)
    if other is not None:
        _join(other, row, by=by, at=at)
        return other.pk
    calling = Calling(row, city, by=by, at=at)
    calling.next()
    rows.write(
        *rows.insert(row, *calling.made),
        ledger.entry("duty.call_out", by=by, at=at, subject=row, codes={"unit": unit, "reason": reason_code, "urgency": urgency.value}),
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
    call = Call.objects.of_code(code) if callout_id is None else None
    row = CallOut.objects.select_for_update(of=("self",)).of_id(call.callout_id if call is not None else callout_id)
    called = [made.as_contact() for made in row.made.all()]
    line = [each.person.phone for each in (*line_of(row.unit_id, at), *line_of(row.calling_id, at), *called)]
    access.require_may_acknowledge(by, city.desk, identity_queries.logins_of_phones(line).values(), by_code=call is not None)
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


def _reason(known: Collection[Reason], told: str, urgency: Urgency) -> str:
    """As told; where none is, the first that is as urgent. Raises UnknownReason."""
    found = told or next((each.code for each in known if each.urgency is urgency), "")
    if found not in {each.code for each in known}:
        raise UnknownReason(found)
    return found


def _of_the_same_danger(row: CallOut, within: timedelta) -> CallOut | None:
    """The call-out of this unit for the same danger in the same place, made just before and not stood down."""
    lately = CallOut.objects.filter(unit=row.unit_id, urgency=row.urgency, at__gt=row.at - within).exclude(state=CallOutState.STOOD_DOWN)
    others = lately.exclude(subject_type=row.subject_type, subject_id=row.subject_id).order_by("at")
    return next((each for each in others if row.danger and each.danger == row.danger), None)


def _join(other: CallOut, row: CallOut, *, by: Actor, at: datetime) -> None:
    told = {"subject_type": row.subject_type, "subject_id": row.subject_id}
    rows.write(
        *rows.insert(Joined(callout=other, at=at, **told)),
        ledger.entry("duty.join_call_out", by=by, at=at, subject=other, codes={"joined": str(row.subject_id)}),
        facts.entry(events.CallOutJoined(callout_id=other.pk, unit=other.unit_id, **told, at=at)),
    )


def _new(matter: Matter, **told: Any) -> CallOut:
    """Raises UnknownUnit."""
    levels(told["unit_id"])
    row = CallOut(calling_id=told["unit_id"], next_at=told["at"], **told)
    row.say(matter)
    return row


def _require_none(row: CallOut) -> None:
    """Raises AlreadyCalledOut."""
    running = CallOut.objects.open().filter(unit=row.unit_id, subject_type=row.subject_type, subject_id=row.subject_id).first()
    if running is not None:
        raise AlreadyCalledOut(running.pk)


def _require_open(row: CallOut) -> None:
    """Raises AlreadyAcknowledged, CallOutOver."""
    if row.state == CallOutState.ACKNOWLEDGED:
        assert row.settled_at is not None
        raise AlreadyAcknowledged(str(row.settled_name), row.settled_at)
    if row.state == CallOutState.STOOD_DOWN:
        raise CallOutOver
