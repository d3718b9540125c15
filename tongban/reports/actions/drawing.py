"""A report is drawn up: by the clock when its period is closed, by whoever analyses, or when a surge opens. One transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.board import actions as board_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, facts, imprints, ledger, numbering, rows
from tongban.reports import access, events
from tongban.reports.models import Report, ReportStep, ReportVersion
from tongban.reports.models.watched import WATCHED
from tongban.reports.queries.counting import counted
from tongban.reports.queries.gathering import Gathering
from tongban.reports.queries.missed import has_begun
from tongban.reports.rules import document
from tongban.reports.rules.composing import composed
from tongban.reports.rules.periods import closing, last_over, period_of
from tongban.reports.terms import PeriodBefore, PeriodNotOver, ReportDrawn, ReportKind, UnknownReport
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor

DREW = "draw"  # the first step
ALONE = "SELECT pg_advisory_xact_lock(hashtext(%s))"


@transaction.atomic(savepoint=False)
def draw_report(*, kind: ReportKind, period: str = "", by: Actor, at: datetime) -> ReportDrawn:
    """Draw up the report of a week or a month, the last that is over unless one is named; counted as of the hour at which it is closed.

    What was drawn up already stays as it is. Refuses: NoSupervision, Denied, UnknownPeriod, PeriodNotOver, PeriodBefore,
    NoBoard.
    """
    city = supervision_queries.release()
    access.require_drawing(by, city.desks)
    told = period_of(kind, period) if period else last_over(kind, clock.city_date(at))
    closed_at = closing(kind, told, city.closes, clock.city_zone())
    if at < closed_at:
        raise PeriodNotOver(told.key)
    return _drawn(Gathering(kind, told, None, city, at), closed_at, by)


@transaction.atomic(savepoint=False)
def draw_surge_report(*, surge_id: UUID, by: Actor, at: datetime) -> ReportDrawn:
    """Draw up a report on one surge, as the newest run of the detection tells it; one a surge and week.

    Refuses: NoSupervision, Denied, UnknownSurge, UnknownReport where no run tells it, NoBoard.
    """
    city = supervision_queries.release()
    access.require_drawing(by, city.desks)
    found = Gathering.of_surge(surge_id, city, at)
    if found is None:
        raise UnknownReport(str(surge_id))
    return _drawn(found, at, by)


def _drawn(gathering: Gathering, closed_at: datetime, by: Actor) -> ReportDrawn:
    kind, told, city, at = gathering.kind, gathering.period, gathering.city, gathering.at
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [f"report {kind} {told.key} {gathering.surge_id or ''}"])
    there = Report.objects.filter(kind=kind, period=told.key, surge=gathering.surge_id).first()
    if there is not None:
        return ReportDrawn(there.pk, there.number, there.digest, new=False)
    board_actions.count_changed(by=SYSTEM, at=at)  # what came in is told as of now, not as of the last full hour
    if not has_begun(told):
        raise PeriodBefore(told.key)
    seen = gathering.seen()
    content = composed(kind, told, closed_at, seen, counted(told, closed_at, seen, city, left_out_at=at))
    row = Report(kind=kind.value, period=told.key, begins_on=told.since, ends_on=told.until, surge_id=gathering.surge_id)
    row.release_id, row.closed_at, row.drawn_at = city.id, closed_at, at
    row.seen, row.canonical = document.canonical(seen), document.canonical(content)
    row.digest = document.digest(row.canonical)
    row.quoted = {each.number: each.id for surge in seen.surges for each in surge.messages if each.title}
    row.title, row.surges = content.title, len(content.surges)
    year = clock.city_date(at).year
    row.number = city.reports.number.format(year=year, number=numbering.take(f"reports.report:{year}"))
    words = {"title": content.title, "summary": content.summary, "remarks": {}, "demands": {}, "left_out": {}}
    first = ReportVersion(report=row, version=1, words=words, at=at)
    step = ReportStep(report=row, act=DREW, actor_id=by.id, name=by.name[:60], at=at)
    codes = {"kind": kind.value, "period": told.key} | imprints.of(*((WATCHED[type(each)], each, None) for each in (row, first, step)))
    rows.write(
        *rows.insert(row, first, step),
        ledger.entry("reports.draw", by=by, at=at, subject=row, codes=codes, digest=row.digest),
        facts.entry(events.ReportDrawnUp(report_id=row.pk, kind=row.kind, digest=row.digest, at=at)),
    )
    return ReportDrawn(row.pk, row.number, row.digest, new=True)
