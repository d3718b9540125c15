"""What leaders ask for, and second complaints: both are grounds for an order, by a supervisor who answers or dismisses what is not one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import queries as board_queries
from tongban.directives import access, events
from tongban.directives.actions.leaving import Leaving
from tongban.directives.models import Ask, SecondComplaint
from tongban.directives.models.orders import alone
from tongban.directives.queries.asks import order_of
from tongban.directives.rules.saying import said
from tongban.directives.terms import Again, AlreadyOrdered, AskState, ImpossibleMoment, WrongState
from tongban.kernel import clock, idempotency
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import AlreadyDecided, UnknownUnit

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

FARTHEST = timedelta(days=366)


@transaction.atomic(savepoint=False)
def ask(*, key: UUID, words: str, unit: str = "", due_on: date | None = None, by: Actor, at: datetime) -> UUID:
    """A leader's note to the supervisors: what, of which unit, and by when it is to be known where it stands. The same while the first is
    open, pressed on another page, is the first.

    Refuses: NoSupervision, Denied, WordsMissing, WordsTooLong, UnknownUnit, ImpossibleMoment, KeyReused.
    """
    city = supervision_queries.release()
    access.require_desk(by, city.desks.lead)
    if unit and unit not in city.names:
        raise UnknownUnit(unit)
    today = clock.city_date(at)
    if due_on is not None and not today <= due_on <= today + FARTHEST:
        raise ImpossibleMoment("due_on")
    row = Ask(words=said(words, "words"), unit=unit, due_on=due_on, asked_by=by.id, asked_name=by.name[:60], asked_at=at)
    alone(f"asks of {by.id}")
    told = {"words": row.words, "unit": unit, "due_on": due_on, "asked_by": by.id}
    if same := Ask.objects.filter(**told, state=AskState.OPEN).first():
        return same.pk
    asked = f"{row.words}\x00{unit}\x00{due_on}".encode()
    if first := idempotency.claim(verb="directives.ask", key=key, by=by, at=at, result=row.pk, request=asked):
        return first
    Leaving(by, at).leave("ask", row, events.LeaderAsked(ask_id=row.pk, at=at), unit=unit)
    return row.pk


@transaction.atomic(savepoint=False)
def answer_ask(*, ask_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """A supervisor says how it stands; the orders that came of it go on. Refuses: NoSupervision, UnknownAsk, Denied, WrongState,
    WordsMissing, WordsTooLong.
    """
    access.require_desk(by, supervision_queries.release().desks.supervise)
    _settle(ask_id, AskState.ANSWERED, said(words, "words"), by=by, at=at)


@transaction.atomic(savepoint=False)
def withdraw_ask(*, ask_id: UUID, by: Actor, at: datetime) -> None:
    """It is not needed any more. Refuses: NoSupervision, UnknownAsk, Denied, WrongState."""
    access.require_desk(by, supervision_queries.release().desks.lead)
    _settle(ask_id, AskState.WITHDRAWN, "", by=by, at=at)


@transaction.atomic(savepoint=False)
def find_second_complaint(*, message_id: UUID, again: Again, by: Actor, at: datetime) -> UUID | None:
    """Propose a message as grounds for an order, where its author had to write again within the city's days; else nothing.

    A message is proposed once a way. Refuses: Denied, NoSupervision.
    """
    access.require_system(by)
    found = board_queries.wrote_again(message_id, days=supervision_queries.release().second_complaint_days, by=by, at=at)
    if found is None or not (found.earlier if again is Again.ONCE_MORE else found.reopened):
        return None
    alone(f"second complaint {message_id}")
    if SecondComplaint.objects.filter(message_id=message_id, again=again).exists():
        return None
    row = SecondComplaint(message_id=message_id, number=found.number, unit=found.unit, again=again.value, earlier=[*found.earlier], at=at)
    fact = events.SecondComplaintFound(complaint_id=row.pk, unit=row.unit, again=row.again, at=at)
    Leaving(by, at).leave("find_second_complaint", row, fact, unit=row.unit, again=row.again)
    return row.pk


@transaction.atomic(savepoint=False)
def dismiss_second_complaint(*, complaint_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """No grounds for an order, and why; not where one was issued. Refuses: NoSupervision, UnknownProposal, Denied, AlreadyDecided,
    AlreadyOrdered, WordsMissing, WordsTooLong.
    """
    access.require_desk(by, supervision_queries.release().desks.supervise)
    row = SecondComplaint.objects.select_for_update(of=("self",)).of_id(complaint_id)
    if row.dismissed_at is not None:
        raise AlreadyDecided(row.number)
    alone(f"order of {row.unit}")  # none is issued meanwhile
    if (order := order_of(row, at=at)) is not None:
        raise AlreadyOrdered(order.number)
    row.dismissed_by, row.dismissed_at, row.reason = by.id, at, said(reason, "reason")
    fact = events.SecondComplaintDismissed(complaint_id=row.pk, unit=row.unit, at=at)
    Leaving(by, at).leave("dismiss_second_complaint", row, fact, columns=["dismissed_by", "dismissed_at", "reason"], unit=row.unit)


def _settle(ask_id: UUID, state: AskState, words: str, *, by: Actor, at: datetime) -> None:
    """Refuses: UnknownAsk, WrongState."""
    row = Ask.objects.select_for_update(of=("self",)).of_id(ask_id)
    if row.state != AskState.OPEN:
        raise WrongState(f"{state} does not follow in state {row.state}")
    row.state, row.answer, row.settled_name, row.settled_at = state.value, words, by.name[:60], at
    columns = ["state", "answer", "settled_name", "settled_at"]
    Leaving(by, at).leave("settle_ask", row, events.AskSettled(ask_id=row.pk, state=row.state, at=at), columns=columns, state=row.state)
