"""What follows from facts of the board: whoever wrote is told, and so are the desks of units."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from tongban.board import events
from tongban.board import queries as board_queries
from tongban.board.access.authors import account
from tongban.board.models import Follower, Message, Order
from tongban.board.terms import OPEN_ORDERS, AuthorKind, BoardRefused, OrderState, Role
from tongban.catalog import queries as catalog_queries
from tongban.duty import actions as duty_actions
from tongban.duty import queries as duty_queries
from tongban.duty.terms import Refusal as DutyRefused
from tongban.duty.terms import Urgency
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, facts
from tongban.kernel.bilingual import Bilingual
from tongban.notices import actions as notices
from tongban.notices.terms import NobodyToTell, Recipient, UnusablePhone
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Escalation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

MESSAGE_PAGE = "/board/{number}/"  # of the citizen's door
SCREENING_PAGE = "/desk/messages/screening/"
DESK_PAGE = "/desk/messages/{message_id}/"
ORDER_PAGE = "/desk/messages/orders/{order_id}/"  # of the desk's door
log = structlog.get_logger()


@facts.subscriber(events.MessageAccepted)
def tell_that_it_is_accepted(fact: events.MessageAccepted) -> None:
    row = _message(fact.message_id)
    _tell_author(row, "board.accepted", fact.at, due=_day(row.due_at))


@facts.subscriber(events.MessageRefused)
def tell_that_it_is_not_accepted(fact: events.MessageRefused) -> None:
    row = _message(fact.message_id)
    ground = next(each for each in responsibilities_queries.board(row.release_id).refusal_grounds if each.key == fact.ground)
    _tell_author(row, "board.refused", fact.at, ground=ground.name, channel=ground.channel)


@facts.subscriber(events.MessageAnswered)
def tell_everybody_who_wrote_or_joined_that_it_is_answered(fact: events.MessageAnswered) -> None:
    """Each author of joined messages gets the answer, and rates it."""
    row = _message(fact.message_id)
    values = {"unit": _unit(fact.unit), "until": _day(row.rating_until)}
    for each in (row, *row.merged.defer("terms")):
        _tell_author(each, "board.answered", fact.at, **values)
    for person_id in Follower.objects.filter(message=row).values_list("person_id", flat=True):
        _tell(account(person_id), row, "board.answered", fact.at, **values)


@facts.subscriber(events.MessageReopened)
def tell_that_it_is_handled_once_more(fact: events.MessageReopened) -> None:
    _tell_author(_message(fact.message_id), "board.reopened", fact.at, unit=_unit(fact.unit or responsibilities_queries.board().duty_unit))


@facts.subscriber(events.ExtensionDecided)
def tell_of_more_time(fact: events.ExtensionDecided) -> None:
    if fact.granted:
        row = _message(fact.message_id)
        _tell_author(row, "board.extended", fact.at, due=_day(row.due_at))


@facts.subscriber(events.MessagePosted)
def call_somebody_where_nobody_is_on_shift(fact: events.MessagePosted) -> None:
    """Danger does not wait for somebody to look at a screen; where somebody does, the clock calls when they do not take it."""
    if fact.emergency:
        _call_out(responsibilities_queries.board().duty_unit, fact.message_id, watched=lambda: duty_queries.on_shift(by=SYSTEM, at=fact.at))


@facts.subscriber(events.OrderAssigned)
def tell_the_unit_of_danger(fact: events.OrderAssigned) -> None:
    """An ordinary order is found in the inbox; one of danger does not wait for somebody to look."""
    if Order.objects.filter(pk=fact.order_id, emergency=True).exists():
        _call_out(fact.unit, fact.message_id)
        _tell_desks([f"{fact.unit}/{responsibilities_queries.board().unit_desk}"], fact.order_id, "board.assigned", fact.at)


@facts.subscriber(events.OrderEscalated)
def tell_that_a_limit_is_used_up(fact: events.OrderEscalated) -> None:
    _tell_desks(fact.told, fact.order_id, "board.escalated", fact.at, percent=str(fact.percent))


@facts.subscriber(events.MessageUrged)
def tell_whoever_has_it_that_it_is_urged(fact: events.MessageUrged) -> None:
    """Those who lead now, and the desk where no unit does; what is wanted stands with the order."""
    row, release = _message(fact.message_id), responsibilities_queries.board()
    body = next(each.name for each in responsibilities_queries.board(row.release_id).joint if each.desk == fact.body)
    having = row.orders.filter(role=Role.LEAD, state__in=OPEN_ORDERS).exclude(state=OrderState.PASSED_DOWN).values_list("pk", "unit")
    for order_id, unit in having:
        _tell_desks([f"{unit}/{release.unit_desk}"], order_id, "board.urged", fact.at, body=body)
    if not having:
        told = {"number": row.number, "unit": _unit(release.duty_unit), "due": _moment(row.due_at), "body": body}
        _tell_at_work([release.duty_desk], row.pk, "board.urged", fact.at, DESK_PAGE.format(message_id=row.pk), told)


@facts.subscriber(events.ScreeningEscalated)
def tell_those_who_screen(fact: events.ScreeningEscalated) -> None:
    row = _message(fact.message_id)
    if row.screening_due_at is not None:  # else somebody has screened it meanwhile
        kind = "board.screening_lapsed" if fact.percent >= Escalation.OVERDUE else "board.screening_lapses"
        values: dict[str, str | Bilingual] = {"number": row.number, "due": _moment(row.screening_due_at)}
        _tell_at_work(fact.told, row.pk, kind, fact.at, SCREENING_PAGE, values)


def _call_out(unit: str, message_id: UUID, *, watched: Callable[[], object] = lambda: False) -> None:
    """By the roster of a unit, at once."""
    try:
        with transaction.atomic():
            if not watched():
                duty_actions.call_out(**board_queries.calling(message_id, unit, Urgency.DANGER), by=SYSTEM, at=clock.now())
    except (BoardRefused, DutyRefused) as refusal:  # the city has no duty plan, or somebody is called already
        log.info("nobody is called out", message_id=str(message_id), why=type(refusal).__name__)


def _message(message_id: UUID) -> Message:
    return Message.objects.defer("terms", "text", "written").of_id(message_id)


def _tell_desks(desks: list[str], order_id: UUID, kind: str, at: datetime, **values: str | Bilingual) -> None:
    """Everybody who works at these desks, of an order."""
    order = Order.objects.select_related("message").only("unit", "due_at", "message__number").of_id(order_id)
    told = {"number": order.message.number, "unit": _unit(order.unit), "due": _moment(order.due_at), **values}
    _tell_at_work(desks, order_id, kind, at, ORDER_PAGE.format(order_id=order_id), told)


def _tell_at_work(desks: list[str], subject: UUID, kind: str, at: datetime, link: str, values: dict[str, str | Bilingual]) -> None:
    """In their inbox at work."""
    for login_id in identity_queries.staff_at(desks):
        to = Recipient(login_id=login_id, at_work=True)
        notices.notify(key=_key(subject, login_id, kind, at), to=to, kind=kind, values=values, by=SYSTEM, at=at, link=link)


def _tell_author(row: Message, kind: str, at: datetime, **values: str | Bilingual) -> None:
    for to in _author(row):
        _tell(to, row, kind, at, **values)


def _author(row: Message) -> Iterator[Recipient]:
    """Whoever wrote it, where they left something by which they are reached; another channel tells its own."""
    if row.author_kind == AuthorKind.ACCOUNT and row.author_id is not None:
        yield account(row.author_id)
    elif row.author_kind in (AuthorKind.CODE, AuthorKind.CALLER) and (phone := str(row.whose().get("phone", ""))):
        yield Recipient(phone=phone)


def _tell(to: Recipient, row: Message, kind: str, at: datetime, **values: str | Bilingual) -> None:
    told = {"number": row.number, "city": catalog_queries.city().name, **values}
    key = _key(row.pk, to.login_id or to.person_id, kind, at)
    try:
        with transaction.atomic():  # what is refused here takes nothing else of this fact with it
            notices.notify(key=key, to=to, kind=kind, values=told, by=SYSTEM, at=at, link=MESSAGE_PAGE.format(number=row.number))
    except (NobodyToTell, UnusablePhone) as refusal:  # what was left as a number is none: its page tells them
        log.info("an author is not told", message_id=str(row.pk), kind=kind, why=type(refusal).__name__)


def _key(one: UUID, other: UUID | None, kind: str, at: datetime) -> UUID:
    """The same fact told twice is one notice."""
    return uuid.uuid5(one, f"{other or ''} {kind} {at.isoformat()}")


def _unit(code: str) -> Bilingual:
    return responsibilities_queries.units(responsibilities_queries.board()).called(code)


def _day(at: datetime | None) -> Bilingual:
    if at is None:
        return Bilingual("")
    day = clock.city_date(at)
    return Bilingual(f"{day.month}月{day.day}日", f"{day:%-d %B}")


def _moment(at: datetime) -> Bilingual:
    local = clock.city_time(at)
    return Bilingual(f"{local.month}月{local.day}日 {local:%H:%M}", f"{local:%-d %B, %H:%M}")
