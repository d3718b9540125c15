"""Masked calls and calls that come in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.kernel import access_log
from tongban.notices import access, ports
from tongban.notices.models import Call, Incoming
from tongban.notices.terms import AskedCall, CallState, CallView, IncomingCall, UnknownCall

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

RINGING = timedelta(hours=2)  # how long an operator's form is filled with who rang last


def call(call_id: UUID, *, by: Actor) -> CallView:
    """A masked call of this actor's own: the number to dial, and what became of it. Refuses: Denied, UnknownCall."""
    access.require_staff(by)
    row = Call.objects.defer("caller", "called").filter(pk=call_id).first()
    if row is None or (by.id is not None and row.made_by != by.id):
        raise UnknownCall(call_id)
    return row.as_view()


def calls_of(subject_type: str, subject_id: UUID, *, by: Actor) -> tuple[CallView, ...]:
    """The calls about one thing, the newest first; who may see the thing, its module knows. No number but the masked. Refuses: Denied."""
    access.require_staff(by)
    rows = Call.objects.defer("caller", "called").filter(subject_id=subject_id, subject_type=subject_type)
    return tuple(row.as_view() for row in rows.order_by("-at"))


def to_connect(call_id: UUID, *, by: Actor) -> AskedCall | None:
    """What the exchange is to be asked; None when it was. Refuses: Denied."""
    access.require_system(by)
    row = Call.objects.filter(pk=call_id, state=CallState.ASKED.value).first()
    return None if row is None else AskedCall(key=row.pk, caller=str(row.caller), called=str(row.called))


def incoming(line: str, *, by: Actor, at: datetime, purpose: str) -> IncomingCall | None:
    """Who rang last on an operator's line; logged. None when nobody has lately. Refuses: Denied."""
    access.require_staff(by)
    row = Incoming.objects.filter(line=line, at__gt=at - RINGING, at__lte=at).order_by("-at").first()
    if row is None:
        return None
    access_log.note("notices.incoming", by=by, at=at, purpose=purpose, holders=[], fields=("phone",), subject=str(row.pk))
    return row.as_term()


def is_from_exchange(*, body: bytes, stamp: str, signature: str, at: datetime) -> bool:
    """Whether what was pushed to a door comes from the city's exchange: signed with the shared secret, and not old."""
    return ports.is_from_exchange(body=body, stamp=stamp, signature=signature, now=int(at.timestamp()))
