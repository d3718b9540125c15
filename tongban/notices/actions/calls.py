"""Calls over the exchange: masked ones that staff make, and who rings on whose line."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as queue

from tongban.identity import queries as identity_queries
from tongban.kernel import facts, idempotency, ledger, rows
from tongban.notices import access, events, rules
from tongban.notices.models import Call, Incoming
from tongban.notices.terms import CallEnded, CallOutcome, CallState, NobodyToTell, Recipient, UnknownCall, UnusablePhone

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

CONNECT = "notices.connect"  # the task of `jobs`
QUEUE = "calls"
PURPOSE = "connect a call without showing the number"
KEPT = timedelta(days=1)


@transaction.atomic(savepoint=False)
def connect(*, key: UUID, to: Recipient, subject_type: str, subject_id: UUID, by: Actor, at: datetime, caller: str = "") -> UUID:
    """Have the exchange give a masked number by which this actor reaches somebody: whoever may, the module of the subject says before.

    `caller` is the telephone they will use, their login's own when it is left out. The id of the call; `queries.call` shows the number
    when the exchange has given it. Refuses: Denied, NobodyToTell, UnusablePhone, KeyReused.
    """
    access.require_staff(by)
    called = _number(to.phone, login_id=to.login_id, person_id=to.person_id, by=by, at=at)
    own = _number(caller, login_id=by.id, person_id=None, by=by, at=at)
    call = Call(made_by=by.id, subject_type=subject_type, subject_id=subject_id, caller=own, called=called, at=at)
    asked = json.dumps([subject_type, str(subject_id), own, called]).encode()
    first = idempotency.claim(verb="notices.connect", key=key, by=by, at=at, result=call.pk, request=asked)
    if first is not None:
        return first
    rows.write(
        *rows.insert(call),
        ledger.entry("notices.connect", by=by, at=at, subject=call, codes={"subject": subject_type}),
        facts.entry(events.CallAsked(call_id=call.pk, subject_type=subject_type, subject_id=subject_id, at=at)),
    )
    queue.configure_task(CONNECT, queue=QUEUE).defer(call_id=str(call.pk))
    return call.pk


@transaction.atomic(savepoint=False)
def record_connection(*, call_id: UUID, masked_number: str, error: str, by: Actor, at: datetime) -> None:
    """What the exchange said: a masked number, or in a short code why not. Refuses: Denied, UnknownCall."""
    access.require_system(by)
    row = _locked(call_id)
    if row.state != CallState.ASKED:
        return
    row.masked_number, row.error = masked_number, error
    row.state = CallState.CONNECTED.value if masked_number else CallState.FAILED.value
    rows.write(
        rows.update(row, ["masked_number", "error", "state"]),
        ledger.entry("notices.record_connection", by=by, at=at, subject=row, codes={"state": row.state}),
        facts.entry(events.CallConnected(call_id=row.pk, subject_type=row.subject_type, subject_id=row.subject_id, error=error, at=at)),
    )


@transaction.atomic(savepoint=False)
def record_outcome(*, call_id: UUID, outcome: CallOutcome, seconds: int, by: Actor, at: datetime) -> None:
    """How a call went: pushed by the exchange, or said by whoever called. It is said once. Refuses: Denied, UnknownCall, CallEnded."""
    access.require_staff(by)
    row = _locked(call_id)
    if by.id is not None and row.made_by != by.id:
        raise UnknownCall(call_id)
    if row.state == CallState.ENDED:
        raise CallEnded(row.outcome)
    lasted = max(seconds, 0)
    row.state, row.outcome, row.seconds, row.ended_at = CallState.ENDED.value, outcome.value, lasted, at
    rows.write(
        rows.update(row, ["state", "outcome", "seconds", "ended_at"]),
        ledger.entry("notices.record_outcome", by=by, at=at, subject=row, codes={"outcome": outcome.value}),
        facts.entry(
            events.CallOver(
                call_id=row.pk, subject_type=row.subject_type, subject_id=row.subject_id, outcome=row.outcome, seconds=lasted, at=at
            )
        ),
    )


@transaction.atomic(savepoint=False)
def take_call(*, key: UUID, line: str, phone: str, by: Actor, at: datetime) -> UUID:
    """Who rings on an operator's line, as the exchange pushes it; numbers of yesterday's callers go. Refuses: Denied, UnusablePhone."""
    access.require_system(by)
    number = rules.number(phone)
    if number is None:
        raise UnusablePhone
    row = Incoming(line=line, phone=number, at=at)
    first = idempotency.claim(verb="notices.take_call", key=key, by=by, at=at, result=row.pk, request=f"{line} {number}".encode())
    if first is not None:
        return first
    Incoming.objects.filter(at__lt=at - KEPT).delete()
    rows.write(
        *rows.insert(row),
        ledger.entry("notices.take_call", by=by, at=at, subject=row),
        facts.entry(events.CallCameIn(incoming_id=row.pk, line=line, at=at)),
    )
    return row.pk


def _locked(call_id: UUID) -> Call:
    row = Call.objects.select_for_update(of=("self",)).defer("caller", "called").filter(pk=call_id).first()
    if row is None:
        raise UnknownCall(call_id)
    return row


def _number(phone: str, *, login_id: UUID | None, person_id: UUID | None, by: Actor, at: datetime) -> str:
    """A number that was given, else that of the login or person. Raises NobodyToTell, UnusablePhone."""
    if not phone and (login_id or person_id):
        reach = identity_queries.reach(login_id=login_id, person_id=person_id, by=by, at=at, purpose=PURPOSE)
        phone = reach.phone if reach is not None else ""
    if not phone:
        raise NobodyToTell
    number = rules.number(phone)
    if number is None:
        raise UnusablePhone
    return number
