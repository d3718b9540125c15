"""Each hour: the reports of weeks and months that are over, as the city says, once their hour has come and their ranking is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.insight.terms import UnknownSurge
from tongban.kernel import clock
from tongban.reports import actions
from tongban.reports.queries.missed import missed
from tongban.reports.rules.tasks import DRAW_SURGE, QUEUE
from tongban.reports.terms import PeriodBefore, PeriodNotOver, ReportKind, UnknownReport
from tongban.responsibilities.terms import NoBoard
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from datetime import datetime

AT_ONCE = 8  # of a kind in a run; the next one goes on
log = structlog.get_logger()


@app.periodic(cron="7 * * * *")
@app.task(name="reports.draw", queue=QUEUE, queueing_lock="reports.draw")
def draw(timestamp: int) -> None:
    """Those that were missed are drawn up later, in their order and as of the same hour; what is there already stays."""
    drawn_up(clock.now())


@app.task(name=DRAW_SURGE, queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def draw_surge(surge_id: str) -> None:
    """A surge has opened, and the city wants a report on each."""
    try:
        actions.draw_surge_report(surge_id=UUID(surge_id), by=SYSTEM, at=clock.now())
    except (UnknownSurge, UnknownReport) as refusal:
        log.info("no report on a surge", surge=surge_id, why=type(refusal).__name__)


def drawn_up(at: datetime) -> list[str]:
    """The numbers of the reports that were made now."""
    try:
        rules = supervision_queries.release().reports
    except NoSupervision:  # nobody would read them
        return []
    wanted = {ReportKind.WEEKLY: rules.weekly, ReportKind.MONTHLY: rules.monthly}
    periods = [(kind, each.key) for kind, is_wanted in wanted.items() if is_wanted for each in missed(kind, at)[:AT_ONCE]]
    return [number for kind, key in periods for number in _drawn(kind, key, at)]


def _drawn(kind: ReportKind, key: str, at: datetime) -> list[str]:
    """One that fails must not keep the other from being drawn up."""
    try:
        done = actions.draw_report(kind=kind, period=key, by=SYSTEM, at=at)
    except (PeriodNotOver, PeriodBefore, NoBoard) as refusal:
        log.info("no report yet", kind=kind, why=type(refusal).__name__)
        return []
    except Exception:
        log.exception("a report could not be drawn up", kind=kind)
        return []
    return [done.number] if done.new else []
