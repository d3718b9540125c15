"""At a counter: what the holder of a number has, on an open case, a registered visit, or a code the holder showed; the log says which."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import CREDIT_CODE, IDENTITY_NUMBER, ActorKind
from tongban.kernel import access_log, clock, crypto, identifiers
from tongban.licences.queries import opening
from tongban.licences.terms import Denied
from tongban.sharing import access, models, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Holder
    from tongban.licences.terms import Handling

INDEX = "licences.visit"  # purpose of the blind index; visits of before `sharing` was a module are still found
SHOWN = 200
AT_COUNTER = "licences.at_counter"  # of the log


def at_counter(code: str, *, visit_id: UUID, receiver: str, by: Actor, at: datetime, purpose: str = "") -> terms.AtCounter:
    """What the holder of this number has, each licence verified, for a visit that this window has open; the holder sees who looked.

    `receiver` is the department at whose desk it is. Where the visit began with the holder's code, no number is needed; `purpose`, where
    it is told once more, is the visit's. A look at somebody else stands in the log of whoever that is, where the city knows them.
    Refuses: Denied to whoever is no staff, UnknownVisit, VisitOver, OtherPurpose, OtherVisitor, InvalidIdentifier.
    """
    _require_desk(by)
    row = _visit(visit_id, by=by, at=at)
    if purpose.strip() and not rules.same_purpose(purpose, row.purpose):
        raise terms.OtherPurpose(row.purpose)
    told = {"purpose": row.purpose, "subject": row.number, "basis": row.as_term().basis, "receiver": receiver}
    if row.holder_id is not None:
        holder = identity_queries.holder(row.holder_id, by=by, at=at, purpose=row.purpose)
        if holder is not None and code.strip() and (number := identifiers.holders(code)) != holder.code:
            raise _other_visitor(number, **told, by=by, at=at)
    else:
        number = identifiers.holders(code)
        if bytes(row.code_index or b"") != counter_index(number):
            raise _other_visitor(number, **told, by=by, at=at)
        holder = identity_queries.holder_by_code(number, by=by, at=at, purpose=row.purpose)
    return _found(holder, **told, by=by, at=at)


def at_counter_for_case(
    code: str, *, people: Collection[UUID], purpose: str, handling: Handling, receiver: str, by: Actor, at: datetime
) -> terms.AtCounter:
    """The same for a case that is open at this window, which the caller has made sure of, and for nobody but the people of that case.

    Refuses: Denied, IncompleteUse, UnprintablePurpose, OtherVisitor, InvalidIdentifier.
    """
    _require_desk(by)
    told, number = rules.told_purpose(purpose), identifiers.holders(code)
    said = {"purpose": told, "subject": handling.case_number, "basis": terms.AT_COUNTER_CASE, "receiver": receiver}
    if not set(_known(number)) & set(people):
        raise _other_visitor(number, **said, by=by, at=at)
    holder = identity_queries.holder_by_code(number, by=by, at=at, purpose=told)
    return _found(holder, **said, by=by, at=at)


def open_visit_of(visit_id: UUID, *, by: Actor, at: datetime) -> terms.Visit:
    """A visit that is open at one of this actor's desks. Refuses: UnknownVisit, VisitOver."""
    return _visit(visit_id, by=by, at=at).as_term()


def visit_desks(by: Actor, *, accepting: Collection[str]) -> tuple[str, ...]:
    """The desks of this actor at which visits are registered; `accepting` are those of the city that accept services."""
    return access.visit_desks(by, accepting)


def visits_open(*, by: Actor, at: datetime) -> tuple[terms.Visit, ...]:
    """Today's visits that are open at this actor's desks, the newest first. Who came is not told."""
    found = models.CounterVisit.objects.filter(desk__in=by.desks, closed_at=None, opened_at__gte=clock.day_begins(clock.city_date(at)))
    return tuple(row.as_term() for row in found.order_by("-opened_at", "-id")[:SHOWN] if not row.over(at))


def counter_digest(code: str) -> bytes:
    """All that is kept of a code on a phone."""
    return hashlib.sha256(code.strip().encode(errors="replace")).digest()


def counter_index(number: str) -> bytes:
    """All that a visit keeps of the number of whoever came."""
    return crypto.blind_index(number, INDEX)


def _require_desk(by: Actor) -> None:
    if by.kind is not ActorKind.STAFF or not by.desks:
        raise Denied("a counter is a desk of the city")


def _visit(visit_id: UUID, *, by: Actor, at: datetime) -> models.CounterVisit:
    row = models.CounterVisit.objects.filter(pk=visit_id).first()
    if row is None or not access.at_desk(by, row.desk):
        raise terms.UnknownVisit(str(visit_id))
    if row.over(at):
        raise terms.VisitOver(row.number)
    return row


def _known(number: str) -> tuple[UUID, ...]:
    """Whom a number belongs to, where the city knows them."""
    found = (identity_queries.subject_of(each, number) for each in (IDENTITY_NUMBER, CREDIT_CODE))
    return tuple({each for each in found if each is not None})


def _other_visitor(number: str, *, purpose: str, subject: str, basis: str, receiver: str, by: Actor, at: datetime) -> terms.OtherVisitor:
    """The refusal, once whoever was asked about has it in their log: that somebody tried, and on what."""
    refusal = terms.OtherVisitor("not whoever this visit or case is about")
    if holders := _known(number):
        told = {"basis": basis, "receiver": receiver, "result": type(refusal).__name__}
        access_log.note(AT_COUNTER, by=by, at=at, purpose=purpose, holders=holders, subject=subject, **told)
    return refusal


def _found(holder: Holder | None, *, purpose: str, subject: str, basis: str, receiver: str, by: Actor, at: datetime) -> terms.AtCounter:
    found = opening.checked_held(holder.id, on=clock.city_date(at), most=SHOWN) if holder else ()
    access_log.note(
        AT_COUNTER,
        by=by,
        at=at,
        purpose=purpose,
        holders=(holder.id,) if holder else (),
        subject=subject,
        fields=sorted({each.licence.type_code for each in found}),
        basis=basis,
        receiver=receiver,
    )
    usable_first = tuple(sorted(found, key=lambda each: not each.checks.hold))
    return terms.AtCounter(holder, usable_first, purpose=purpose, subject=subject, basis=basis)
