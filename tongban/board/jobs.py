"""Timed work of the board: limits that are used up, ratings whose time is over, danger that nobody has taken, and the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from procrastinate.contrib.django import app

from tongban.board import actions, queries
from tongban.board.models import Message, Order
from tongban.board.terms import OPEN_ORDERS, BoardRefused, Channel, MessageState, OrderState
from tongban.duty import actions as duty_actions
from tongban.duty import queries as duty_queries
from tongban.duty.terms import NoDuty, Urgency
from tongban.duty.terms import Refusal as DutyRefused
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.limits import until
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import NoBoard, ResponsibilitiesRefused

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.responsibilities.terms import BoardRelease

    Wanted = tuple[str, UUID, Urgency]

BATCH = 500
YEAR, NIGHT = timedelta(days=400), 3
log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name="board.sweep", queue="clocks", queueing_lock="board.sweep")
def sweep(timestamp: int) -> None:
    """Each minute: tell whom a limit concerns, close what is no longer rated, and call somebody out for what nobody has taken."""
    at = clock.now()
    escalations(at)
    screenings(at)
    unrated(at)
    call_outs(at)


@app.periodic(cron="7 * * * *")
@app.task(name="board.figures", queue="clocks", queueing_lock="board.figures")
def count_figures(timestamp: int) -> None:
    """Each hour the days on whose messages something has happened; at three in the night the whole last year, whatever has happened."""
    at = clock.now()
    actions.count_changed(by=SYSTEM, at=at)
    if clock.city_time(at).hour == NIGHT:
        today = clock.city_date(at)
        actions.count_figures(since=today - YEAR, until=today, by=SYSTEM, at=at)


@app.periodic(cron="41 3 * * *")
@app.task(name="board.forget_photos", queue="clocks", queueing_lock="board.forget_photos")
def forget_photos(timestamp: int) -> None:
    """Each night: photos whose message was never sent."""
    actions.forget_photos(by=SYSTEM, at=clock.now())


def escalations(at: datetime) -> int:
    """Orders of which the next share of their limit is used up."""
    due = Order.objects.filter(next_escalation_at__lte=at, state__in=OPEN_ORDERS).order_by("next_escalation_at")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_done(lambda each=each: actions.escalate(order_id=each, by=SYSTEM, at=at), each) for each in found)


def screenings(at: datetime) -> int:
    """Messages that wait to be displayed, of whose limit to be screened the next share is used up."""
    due = Message.objects.filter(screening_next_at__lte=at).order_by("screening_next_at")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_done(lambda each=each: actions.escalate_screening(message_id=each, by=SYSTEM, at=at), each) for each in found)


def unrated(at: datetime) -> int:
    """Answers whose time to be rated is over."""
    over = Message.objects.filter(state=MessageState.ANSWERED, rating_until__lt=at).order_by("rating_until")
    found = list(over.values_list("pk", flat=True)[:BATCH])
    return sum(_done(lambda each=each: actions.close_unrated(message_id=each, by=SYSTEM, at=at), each) for each in found)


def call_outs(at: datetime) -> int:
    """Danger that a unit has not taken, or the duty desk: at once where nobody is on shift, else after the minutes of the city's duty plan;
    and what has lapsed at the desk. What `subscriptions` has called for already is not called for again.
    """
    try:
        plan, release = duty_queries.plan(), responsibilities_queries.board()
        watched = at - plan.limits[Urgency.DANGER] if duty_queries.on_shift(by=SYSTEM, at=at) else at
    except (NoBoard, NoDuty):
        return 0
    desk = release.duty_unit
    wanted = [*_danger(desk, watched, at), *_lapsed(desk, release, at)]
    return sum(_call_out(unit, message_id, urgency, at) for unit, message_id, urgency in wanted)


def _danger(desk: str, watched: datetime, at: datetime) -> list[Wanted]:
    """Not accepted by the desk, or not taken by the unit that was asked, where nobody watches a screen."""
    received = Message.objects.filter(emergency=True, state=MessageState.RECEIVED, received_at__lte=watched)
    untaken = Order.objects.filter(emergency=True, state=OrderState.ASSIGNED, assigned_at__lte=at)
    found = [(desk, message_id, Urgency.DANGER) for message_id in received.values_list("pk", flat=True)[:BATCH]]
    return found + [(unit, message_id, Urgency.DANGER) for unit, message_id in untaken.values_list("unit", "message")[:BATCH]]


def _lapsed(desk: str, release: BoardRelease, at: datetime) -> list[Wanted]:
    """The oldest message that was not accepted by its limit, and the oldest that no unit has had for as long: an order without owner."""
    waiting = Message.objects.exclude(channel=Channel.IMPORT, due_at__lt=at)  # nobody is called for what elsewhere waited longer
    late = waiting.filter(emergency=False, state=MessageState.RECEIVED, accept_due_at__lt=at).order_by("accept_due_at")
    accepted = waiting.filter(state=MessageState.ACCEPTED, accepted_at__isnull=False).order_by("accepted_at")
    ownerless = accepted.values_list("pk", "accepted_at").first()
    found = list(late.values_list("pk", flat=True)[:1])
    if ownerless is not None and (until(release.acceptance_limit, ownerless[1], queries.almanac()).at or at) < at:
        found.append(ownerless[0])
    return [(desk, message_id, Urgency.ORDINARY) for message_id in found]


def _call_out(unit: str, message_id: UUID, urgency: Urgency, at: datetime) -> bool:
    """Once for one message at one unit, however often the minute comes round."""
    return _done(lambda: duty_actions.call_out(**queries.calling(message_id, unit, urgency), by=SYSTEM, at=at), message_id)


def _done(act: Callable[[], object], subject: UUID) -> bool:
    """One that fails must not keep the clock from speaking for all others."""
    try:
        act()
    except (BoardRefused, ResponsibilitiesRefused, DutyRefused) as refusal:
        # somebody acted between the look and the lock, or nobody can be called
        log.info("nothing to do any more", subject=str(subject), why=type(refusal).__name__)
        return False
    except Exception:
        log.exception("a clock of the board could not speak", subject=str(subject))
        return False
    return True
