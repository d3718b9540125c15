"""Call-outs as a desk sees them: whom, when, how it stands. A number is shown by its end only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.duty import access
from tongban.duty.models import Call, CallOut, Joined
from tongban.duty.queries.lines import plan
from tongban.duty.terms import Called, CallLine, CallOutState, CallOutView, JoinedLine, UnknownCallOut, Urgency
from tongban.identity import queries as identity_queries
from tongban.kernel.bilingual import Bilingual
from tongban.notices import queries as notice_queries
from tongban.notices.terms import DeliveryLine, DeliveryState

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.duty.terms import Plan
    from tongban.identity.terms import Actor

SHOWN = 4  # digits of a number
TOLD_FOR = timedelta(days=1)  # what a code opens after it was used to acknowledge
GRAVEST = {Urgency.DANGER: 0, Urgency.URGENT: 1, Urgency.ORDINARY: 2}


def open_callouts(*, by: Actor, at: datetime) -> tuple[CallOutView, ...]:
    """Everything that still has to be answered, the loud first, then the gravest: all of it for the duty desk, for a unit's staff what
    its own line was or is called for. Refuses: NoDuty, Denied.
    """
    city = plan()
    rows = [view for view in _views(CallOut.objects.open().order_by("at"), city, at) if _visible(view, by, city)]
    return tuple(sorted(rows, key=lambda view: (not view.loud, GRAVEST[view.urgency], view.at)))


def callouts_of(subject_type: str, subject_id: UUID, *, by: Actor, at: datetime) -> tuple[CallOutView, ...]:
    """The call-outs for one thing, and those that it has joined, the newest first. Refuses: NoDuty."""
    city = plan()
    about = {"subject_type": subject_type, "subject_id": subject_id}
    joined = Joined.objects.filter(**about).values("callout")
    rows = CallOut.objects.filter(Q(**about) | Q(pk__in=joined)).order_by("-at")
    return tuple(view for view in _views(rows, city, at) if _visible(view, by, city))


def callout(callout_id: UUID, *, by: Actor, at: datetime) -> CallOutView:
    """One call-out. Refuses: NoDuty, UnknownCallOut."""
    city = plan()
    views = _views(CallOut.objects.filter(pk=callout_id), city, at)
    if not views or not _visible(views[0], by, city):
        raise UnknownCallOut(callout_id)
    return views[0]


def called(code: str, *, at: datetime) -> Called:
    """What whoever has the code of a call may know: whether somebody is needed, and who has it. Refuses: NoDuty, UnknownCode."""
    city, call = plan(), Call.objects.of_code(code)
    row = call.callout
    mine = row.state == CallOutState.ACKNOWLEDGED and row.settled_by is None and str(row.settled_name) == call.as_contact().person.name
    told = mine and row.settled_at is not None and at - row.settled_at < TOLD_FOR
    names = {each.code: each.short_name for each in identity_queries.departments()}
    reasons = {each.code: each.name for each in city.reasons}
    return Called(
        unit_name=names[row.unit_id],
        reason_name=reasons.get(row.reason, Bilingual(row.reason)),
        state=CallOutState(row.state),
        settled_by=str(row.settled_name or ""),
        settled_at=row.settled_at,
        matter=row.what(),
        subject_type=row.subject_type,
        subject_id=row.subject_id if told else None,
        joined=tuple(_joined(each) for each in row.joined.order_by("at", "pk")) if told else (),
    )


def _visible(view: CallOutView, by: Actor, city: Plan) -> bool:
    return access.may_see(by, city.desk, {view.unit, view.calling, *(call.unit for call in view.calls)})


def _views(found: Iterable[CallOut], city: Plan, at: datetime) -> list[CallOutView]:
    rows = list(found)
    made: dict[UUID, list[Call]] = defaultdict(list)
    for call in Call.objects.filter(callout__in=[row.pk for row in rows]).order_by("number"):
        made[call.callout_id].append(call)
    joined: dict[UUID, list[JoinedLine]] = defaultdict(list)
    for each in Joined.objects.filter(callout__in=[row.pk for row in rows]).order_by("at", "pk"):
        joined[each.callout_id].append(_joined(each))
    sent = notice_queries.deliveries_of([call.notice_id for calls in made.values() for call in calls])
    names = {each.code: each.short_name for each in identity_queries.departments()}
    reasons = {each.code: each.name for each in city.reasons}
    calls = {row.pk: [_line(call, sent.get(call.notice_id, ())) for call in made[row.pk]] for row in rows}
    return [replace(_view(row, calls[row.pk], names, reasons, at), joined=tuple(joined[row.pk])) for row in rows]


def _joined(row: Joined) -> JoinedLine:
    return JoinedLine(row.subject_type, row.subject_id, row.at)


def _view(row: CallOut, calls: list[CallLine], names: dict[str, Bilingual], reasons: dict[str, Bilingual], at: datetime) -> CallOutView:
    return CallOutView(
        id=row.pk,
        unit=row.unit_id,
        unit_name=names[row.unit_id],
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        reason=row.reason,
        reason_name=reasons.get(row.reason, Bilingual(row.reason)),
        urgency=Urgency(row.urgency),
        state=CallOutState(row.state),
        at=row.at,
        calling=row.calling_id,
        next_at=row.next_at,
        settled_at=row.settled_at,
        settled_by=str(row.settled_name or ""),
        matter=row.what(),
        loud=_is_loud(row, calls, at),
        calls=tuple(calls),
    )


def _is_loud(row: CallOut, calls: list[CallLine], at: datetime) -> bool:
    """Nobody is left to call, the last call did not go out, or the clock that calls the next has stopped."""
    if row.state == CallOutState.CALLING:
        late = row.next_at is not None and (at - row.next_at).total_seconds() > 120
        last = calls[-1].deliveries if calls else ()
        return late or (bool(last) and all(each.state is DeliveryState.FAILED for each in last))
    return row.state == CallOutState.UNANSWERED


def _line(call: Call, deliveries: tuple[DeliveryLine, ...]) -> CallLine:
    contact = call.as_contact()
    return CallLine(
        number=call.number,
        round=call.round,
        unit=call.unit_id,
        name=contact.person.name,
        role=contact.person.role,
        phone_end=contact.person.phone[-SHOWN:],
        at=call.at,
        due_at=call.due_at,
        deliveries=deliveries,
    )
