"""What follows from facts: a surge may ask for a report, and whoever is concerned is told at work."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as queue

from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.insight.events import SurgeFollowed
from tongban.kernel import facts
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient
from tongban.reports import events
from tongban.reports.models import Report
from tongban.reports.rules.tasks import DRAW_SURGE, QUEUE
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = "/desk/reports/{id}/"  # of the desk's door


@facts.subscriber(SurgeFollowed)
def draw_up_what_has_surged(fact: SurgeFollowed) -> None:
    """Where the city wants a report on each surge that opens, and no smaller place or class explains it."""
    try:
        wanted = supervision_queries.release().reports.on_surge
    except NoSupervision:
        return
    if wanted and fact.became == "opened" and insight_queries.surge(fact.surge_id, by=SYSTEM, at=fact.at, quoted=0).line.shown:
        lock = f"{DRAW_SURGE} {fact.surge_id}"
        queue.configure_task(DRAW_SURGE, queue=QUEUE, lock=lock).defer(surge_id=str(fact.surge_id))


@facts.subscriber(events.ReportDrawnUp)
def tell_analysts_of_a_draft(fact: events.ReportDrawnUp) -> None:
    _tell(fact, "drawn", [supervision_queries.release().desks.analyse])


@facts.subscriber(events.ReportSubmitted)
def tell_who_may_approve(fact: events.ReportSubmitted) -> None:
    desks = supervision_queries.release().desks
    _tell(fact, "submitted", [desks.supervise, desks.lead])


@facts.subscriber(events.ReportSentBack)
def tell_analysts_of_what_comes_back(fact: events.ReportSentBack) -> None:
    _tell(fact, "sent_back", [supervision_queries.release().desks.analyse])


@facts.subscriber(events.ReportApproved)
def send_it_out(fact: events.ReportApproved) -> None:
    """To leaders, and to the units that it concerns and that are switched on."""
    key = responsibilities_queries.board().approver_desk
    units = [f"{unit}/{key}" for unit in Report.objects.of_id(fact.report_id).units]
    _tell(fact, "approved", [supervision_queries.release().desks.lead, *units])


def _tell(fact: events.OfReport, kind: str, desks: Iterable[str]) -> None:
    """Everybody who works at these desks, in their inbox at work; the same fact told twice is one notice."""
    row = Report.objects.of_id(fact.report_id)
    values = {"number": row.number, "title": row.title}
    for login_id in identity_queries.staff_at(list(desks)):
        to, key = Recipient(login_id=login_id, at_work=True), uuid.uuid5(row.pk, f"{login_id} {kind} {fact.at.isoformat()}")
        link = PAGE.format(id=row.pk)
        notices.notify(key=key, to=to, kind=f"reports.{kind}", values=values, by=SYSTEM, at=fact.at, link=link)
