"""Charts of what was drawn up, and papers of what was approved, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.prints.queries import paper
from tongban.prints.queries.pictures import SVG, to_draw, to_publish
from tongban.prints.rules.tasks import DRAW_CHARTS, MAKE_PAPERS, PAPER_QUEUE, QUEUE
from tongban.reports import actions, queries

if TYPE_CHECKING:
    from datetime import datetime

log = structlog.get_logger()


@app.task(name=DRAW_CHARTS, queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def draw_charts(report_id: str) -> None:
    """A report was drawn up."""
    charts(UUID(report_id), at=clock.now())


@app.task(name=MAKE_PAPERS, queue=PAPER_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_papers(report_id: str) -> None:
    """A report was approved."""
    papers(UUID(report_id), at=clock.now())


def charts(report_id: UUID, *, at: datetime) -> int:
    """Draw what is not drawn yet, one after the other; how many. Without the extra there are none, and tables stand for them."""
    try:
        from tongban.prints.charts import drawn  # noqa: PLC0415  the extra may not be there
    except ImportError as missing:
        log.info("no charts", report=str(report_id), why=f"{missing.name} is not installed")
        return 0
    wanted = to_draw(queries.report(report_id, by=SYSTEM, at=at))
    for name, plan in wanted.items():
        actions.keep_report_file(report_id=report_id, name=name, content=drawn(plan), media_type=SVG, by=SYSTEM, at=at)
    return len(wanted)


def papers(report_id: UUID, *, at: datetime) -> None:
    """The charts that are still missing, those for everybody once more under their names, and the sealed papers. Each is made once."""
    charts(report_id, at=at)
    view = queries.report(report_id, by=SYSTEM, at=at)
    told = {"report_id": report_id, "by": SYSTEM, "at": at}
    for name, source in to_publish(view).items():
        content, media_type = queries.report_file(report_id, source, by=SYSTEM)
        actions.keep_report_file(name=name, content=content, media_type=media_type, **told)
    kept = {each.name for each in view.files}
    if paper.PAPER not in kept:
        actions.keep_report_file(name=paper.PAPER, content=paper.sealed(view, at=at), media_type=paper.PDF, **told)
    if view.line.public and paper.PUBLIC_PAPER not in kept:
        shown = queries.public_report(view.line.number, at=at)
        actions.keep_report_file(name=paper.PUBLIC_PAPER, content=paper.sealed(shown, at=at), media_type=paper.PDF, **told)
