"""What follows from facts of `reports`: charts are drawn, and papers made, in the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app as queue

from tongban.kernel import facts
from tongban.prints.rules.tasks import DRAW_CHARTS, MAKE_PAPERS, PAPER_QUEUE, QUEUE
from tongban.reports.events import ReportApproved, ReportDrawnUp


@facts.subscriber(ReportDrawnUp)
def draw_its_charts(fact: ReportDrawnUp) -> None:
    queue.configure_task(DRAW_CHARTS, queue=QUEUE).defer(report_id=str(fact.report_id))


@facts.subscriber(ReportApproved)
def make_its_papers(fact: ReportApproved) -> None:
    queue.configure_task(MAKE_PAPERS, queue=PAPER_QUEUE).defer(report_id=str(fact.report_id))
