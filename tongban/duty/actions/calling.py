"""One step of a call-out: whom to call next, the call, and what it says; or that there is nobody left."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from tongban.duty import events, rules
from tongban.duty.models import Call, CallOut, Shift
from tongban.duty.queries.lines import levels, line_of
from tongban.duty.terms import CallOutState, Contact, Urgency
from tongban.identity import queries as identity_queries
from tongban.kernel.bilingual import Bilingual
from tongban.notices import actions as notice_actions
from tongban.notices.terms import Recipient

if TYPE_CHECKING:
    from tongban.duty.terms import Matter, Plan
    from tongban.identity.terms import Actor

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another when it is read out
CODE_LENGTH = 8
ADDRESS = "/duty/"  # the code follows: where whoever was called acknowledges
SCREEN = "/desk/duty/"
UNKNOWN = Bilingual("不详", "not known")


class Calling:
    """The verb writes what this makes, with its own entry and fact."""

    def __init__(self, row: CallOut, city: Plan, *, by: Actor, at: datetime) -> None:
        self.row, self.city, self.by, self.at = row, city, by, at
        self.made: list[Call] = []

    def next(self) -> None:
        """Call the next in line, a level up where a line has ended; when nobody is left, tell the desk."""
        called = [call.as_contact().person.phone for call in Call.objects.filter(callout=self.row.pk, round=self.row.round)]
        way_up = levels(self.row.unit_id)
        for unit in way_up[way_up.index(self.row.calling_id) :]:
            contact = rules.next_in_line(line_of(unit, self.at), called)
            if contact is not None:
                self.row.calling_id = unit
                self._call(contact)
                return
        self.row.state, self.row.next_at = CallOutState.UNANSWERED.value, None
        self._tell_the_desk()

    def fact(self) -> events.CalledOut | events.CallOutUnanswered:
        """What has happened."""
        row = self.row
        if row.state == CallOutState.UNANSWERED:
            return events.CallOutUnanswered(
                callout_id=row.pk, subject_type=row.subject_type, subject_id=row.subject_id, unit=row.unit_id, calls=row.calls, at=self.at
            )
        return events.CalledOut(
            callout_id=row.pk,
            subject_type=row.subject_type,
            subject_id=row.subject_id,
            unit=row.unit_id,
            calling=row.calling_id,
            urgency=row.urgency,
            call=row.calls,
            at=self.at,
        )

    def _call(self, contact: Contact) -> None:
        limit = self.city.limits[Urgency(self.row.urgency)]
        self.row.calls, self.row.next_at = self.row.calls + 1, self.at + limit
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        values = self._words() | {
            "minutes": str(int(limit.total_seconds() // 60)),
            "code": code,
            "address": f"{settings.PUBLIC_ADDRESS}{ADDRESS}{code}",
        }
        login_id = identity_queries.logins_of_phones([contact.person.phone]).get(contact.person.phone)
        at_work = login_id is not None and login_id in identity_queries.departments_of([login_id])  # else nobody opens that inbox
        to = Recipient(login_id=login_id, phone=contact.person.phone, at_work=at_work)
        notice_id = notice_actions.notify(
            key=uuid.uuid4(), to=to, kind="duty.call_out", values=values, by=self.by, at=self.at, link=f"{ADDRESS}{code}"
        )
        call = Call(callout=self.row, number=self.row.calls, round=self.row.round, unit_id=contact.unit, notice_id=notice_id)
        call.at, call.due_at = self.at, self.row.next_at
        call.keep(contact, code)
        self.made.append(call)

    def _tell_the_desk(self) -> None:
        """Whoever is on shift, and still sits at the desk, is told; the screen is loud for everybody."""
        values = self._words() | {"calls": str(self.row.calls)}
        sitting = identity_queries.staff_at([self.city.desk])
        for login_id in Shift.objects.filter(ended_at__isnull=True, login__in=sitting).values_list("login", flat=True):
            notice_actions.notify(
                key=uuid.uuid4(),
                to=Recipient(login_id=login_id, at_work=True),
                kind="duty.unanswered",
                values=values,
                by=self.by,
                at=self.at,
                link=SCREEN,
            )

    def _words(self) -> dict[str, str | Bilingual]:
        """What every message says: for which unit, and why."""
        reasons = {each.code: each.name for each in self.city.reasons}
        unit = identity_queries.department(self.row.unit_id).short_name
        return {"unit": unit, "reason": reasons.get(self.row.reason, Bilingual(self.row.reason)), "matter": _said(self.row.what())}


def _said(matter: Matter) -> Bilingual:
    """Which danger, where, and the number by which it is found: what whoever is called must know before they move."""
    if not matter.number:
        return Bilingual("")
    place = matter.place or UNKNOWN
    danger = Bilingual(f"（{matter.danger}）", f" ({matter.danger})") if matter.danger else Bilingual("")
    return Bilingual(
        f"{danger.zh}。地点：{place.zh}。留言编号：{matter.number}", f"{danger.en}. Place: {place.en}. Message {matter.number}"
    )
