"""What follows from facts: a citizen who had to write again is proposed as grounds, and whoever is concerned is told at work."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from tongban.board.events import AuthorCalledBack, MessageRated, MessageReopened, OrderTaken
from tongban.directives import actions, events
from tongban.directives.models import Interview, Order
from tongban.directives.queries.addressed import answering_desk
from tongban.directives.terms import Again, AskState
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, facts
from tongban.kernel.bilingual import Bilingual
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

ORDER_PAGE = "/desk/supervision/orders/{id}/"  # of the desk's door
INTERVIEW_PAGE = "/desk/supervision/interviews/{id}/"
ASKS_PAGE = "/desk/supervision/asks/"


@facts.subscriber(MessageReopened)
def look_at_what_is_reopened(fact: MessageReopened) -> None:
    """The answer was no answer."""
    _look(fact.message_id, Again.REOPENED, fact.at)


@facts.subscriber(MessageRated)
def look_at_what_is_rated(fact: MessageRated) -> None:
    """A bad rating reopens by itself."""
    if fact.reopened:
        _look(fact.message_id, Again.REOPENED, fact.at)


@facts.subscriber(AuthorCalledBack)
def look_at_what_was_said_on_the_telephone(fact: AuthorCalledBack) -> None:
    """So does what an author says of the answer to whoever calls back."""
    _look(fact.message_id, Again.REOPENED, fact.at)


@facts.subscriber(OrderTaken)
def look_at_what_a_unit_has_taken(fact: OrderTaken) -> None:
    """Only now it is known whose it is; whoever wrote it may have written of the same before."""
    _look(fact.message_id, Again.ONCE_MORE, fact.at)


@facts.subscriber(events.OrderIssued)
def tell_the_unit_that_it_is_ordered(fact: events.OrderIssued) -> None:
    _tell_of_order(fact, "issued", [_answering(fact.unit)])


@facts.subscriber(events.OrderReplied)
def tell_supervisors_of_a_reply(fact: events.OrderReplied) -> None:
    _tell_of_order(fact, "replied", [supervision_queries.release().desks.supervise])


@facts.subscriber(events.OrderSentBack)
def tell_the_unit_that_it_is_not_enough(fact: events.OrderSentBack) -> None:
    _tell_of_order(fact, "sent_back", [_answering(fact.unit)])


@facts.subscriber(events.OrderClosed)
def tell_the_unit_that_it_is_done(fact: events.OrderClosed) -> None:
    _tell_of_order(fact, "closed", [_answering(fact.unit)])


@facts.subscriber(events.OrderWithdrawn)
def tell_the_unit_that_nothing_is_demanded_any_more(fact: events.OrderWithdrawn) -> None:
    _tell_of_order(fact, "withdrawn", [*fact.told, _answering(fact.unit)])


@facts.subscriber(events.OrderEscalated)
def tell_the_level_above(fact: events.OrderEscalated) -> None:
    _tell_of_order(fact, "escalated", [*fact.told, _answering(fact.unit)])


@facts.subscriber(events.InterviewScheduled)
def tell_the_unit_of_an_interview(fact: events.InterviewScheduled) -> None:
    row = Interview.objects.of_id(fact.interview_id)
    if row.meets_at is not None:
        values = {"when": _moment(row.meets_at), "place": row.place}
        _tell_of_interview(fact, "interview", [_answering(fact.unit)], values)


@facts.subscriber(events.RemedyPromised)
def tell_supervisors_of_a_promise(fact: events.RemedyPromised) -> None:
    _tell_of_interview(fact, "promised", [supervision_queries.release().desks.supervise], {})


@facts.subscriber(events.RemedyDue)
def tell_supervisors_that_a_promise_is_due(fact: events.RemedyDue) -> None:
    supervise = supervision_queries.release().desks.supervise
    if fact.promised:
        _tell_of_interview(fact, "remedy_due", [supervise], {})
    else:
        _tell_of_interview(fact, "promise_due", [supervise, _answering(fact.unit)], {})


@facts.subscriber(events.RemedySentBack)
def tell_the_unit_that_it_is_not_put_right(fact: events.RemedySentBack) -> None:
    _tell_of_interview(fact, "remedy_sent_back", [_answering(fact.unit)], {})


@facts.subscriber(events.InterviewCalledOff)
def tell_the_unit_that_nobody_meets(fact: events.InterviewCalledOff) -> None:
    if fact.told:
        _tell_of_interview(fact, "called_off", [_answering(fact.unit)], {})


@facts.subscriber(events.LeaderAsked)
def tell_supervisors_of_what_is_asked(fact: events.LeaderAsked) -> None:
    _tell([supervision_queries.release().desks.supervise], fact.ask_id, "asked", fact.at, ASKS_PAGE, {})


@facts.subscriber(events.AskSettled)
def tell_the_leader_of_an_answer(fact: events.AskSettled) -> None:
    if fact.state == AskState.ANSWERED:
        _tell([supervision_queries.release().desks.lead], fact.ask_id, "ask_answered", fact.at, ASKS_PAGE, {})


def _look(message_id: UUID, again: Again, at: datetime) -> None:
    try:
        actions.find_second_complaint(message_id=message_id, again=again, by=SYSTEM, at=at)
    except NoSupervision:  # nobody supervises in this city
        return


def _tell_of_order(fact: events.OfOrder, kind: str, desks: list[str]) -> None:
    row = Order.objects.of_id(fact.order_id)
    values = {"number": row.number, "unit": supervision_queries.release(row.release_id).names[row.unit], "due": _moment(row.due_at)}
    _tell(desks, row.pk, kind, fact.at, ORDER_PAGE.format(id=row.pk), values)


def _tell_of_interview(fact: events.OfInterview, kind: str, desks: list[str], values: dict[str, str | Bilingual]) -> None:
    told = {"unit": supervision_queries.release().names[fact.unit], **values}
    _tell(desks, fact.interview_id, kind, fact.at, INTERVIEW_PAGE.format(id=fact.interview_id), told)


def _tell(desks: Iterable[str], subject: UUID, kind: str, at: datetime, link: str, values: dict[str, str | Bilingual]) -> None:
    """Everybody who works at these desks, in their inbox at work; the same fact told twice is one notice."""
    for login_id in identity_queries.staff_at(list(desks)):
        to, key = Recipient(login_id=login_id, at_work=True), uuid.uuid5(subject, f"{login_id} {kind} {at.isoformat()}")
        notices.notify(key=key, to=to, kind=f"supervision.{kind}", values=values, by=SYSTEM, at=at, link=link)


def _answering(unit: str) -> str:
    return f"{supervision_queries.release().heir(unit)}/{answering_desk()}"


def _moment(at: datetime) -> Bilingual:
    local = clock.city_time(at)
    return Bilingual(f"{local.month}月{local.day}日 {local:%H:%M}", f"{local:%-d %B, %H:%M}")
