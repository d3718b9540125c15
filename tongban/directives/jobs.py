"""The clock of orders and interviews: limits that are over, promises whose day has come, and the papers of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.directives import actions
from tongban.directives.actions.ordering import MAKE_PAPER, PAPER_QUEUE
from tongban.directives.models import Interview, Order
from tongban.directives.queries import paper
from tongban.directives.terms import NotDue, WrongState
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

BATCH = 500
log = structlog.get_logger()


@app.task(name=MAKE_PAPER, queue=PAPER_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_order_paper(paper_id: str) -> None:
    """Draw and seal one paper; whoever asks for it sooner makes it, and then this does nothing."""
    paper.make(UUID(paper_id), by=SYSTEM, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="directives.sweep", queue="clocks", queueing_lock="directives.sweep")
def sweep(timestamp: int) -> None:
    """Each minute: orders whose limit is over go to the level above, and supervisors are told of promises whose day is over."""
    at = clock.now()
    escalations(at)
    reminders(at)


def escalations(at: datetime) -> int:
    """Orders whose limit is over while the unit has them, once each."""
    due = list(Order.objects.to_escalate(at).values_list("pk", flat=True)[:BATCH])
    return sum(_done(lambda each=each: actions.escalate_order(order_id=each, by=SYSTEM, at=at), each) for each in due)


def reminders(at: datetime) -> int:
    """Interviews whose promised day is over, once each."""
    due = list(Interview.objects.to_remind(at).values_list("pk", flat=True)[:BATCH])
    return sum(_done(lambda each=each: actions.remind_of_remedy(interview_id=each, by=SYSTEM, at=at), each) for each in due)


def _done(act: Callable[[], object], subject: UUID) -> bool:
    """One that fails must not keep the clock from speaking for all others."""
    try:
        act()
    except (NotDue, WrongState) as refusal:  # somebody acted between the look and the lock
        log.info("nothing to do any more", subject=str(subject), why=type(refusal).__name__)
        return False
    except Exception:
        log.exception("a clock of supervision could not speak", subject=str(subject))
        return False
    return True
