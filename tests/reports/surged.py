"""A city in which street lamps have surged, found by a real run of the detection; and the people who make a report of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from tests.board import town
from tests.supervision import office
from tongban.board.terms import Visibility
from tongban.identity.terms import SYSTEM
from tongban.insight import actions as insight_actions
from tongban.insight.models import Surge
from tongban.reports import actions, queries
from tongban.reports.models import Report
from tongban.reports.terms import ReportKind, ReportWords
from tongban.responsibilities.terms import Kind
from tongban.snapshots.actions import record_snapshot

if TYPE_CHECKING:
    from tongban.reports.terms import ReportContent, ReportView, SurgeSection

MONDAY = office.AT  # of the week in which it surges, ten o'clock
NIGHT = datetime(2026, 9, 13, 18, 30, tzinfo=UTC)  # half past two in the night after it
AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)  # ten o'clock of that Monday: the week is closed
OCTOBER = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
WEEK = "2026-W37"
SECRET = "演示丙"
ANALYST = office.somebody("rexian/analysis", name="演示·分析员")
OTHER_ANALYST = office.somebody("rexian/analysis", name="演示·分析员乙")
SUPERVISOR, CHECKER, LEADER, UNIT, OTHER_UNIT = office.SUPERVISOR, office.CHECKER, office.LEADER, office.UNIT, office.OTHER_UNIT


def written() -> None:
    """One message a week for nine weeks, then twelve; a private one and a report besides."""
    for week in range(1, 10):
        town.posted(at=MONDAY - timedelta(weeks=week, days=-1))
    for hour in range(12):
        town.posted(at=MONDAY + timedelta(hours=hour))
    town.posted(town.a_message(visibility=Visibility.UNIT, title=f"{SECRET}的私密留言"), at=MONDAY + timedelta(hours=1))
    town.posted(town.a_message(kind=Kind.REPORT, title=f"举报{SECRET}"), at=MONDAY + timedelta(hours=1))


def detected(at: datetime = NIGHT, until: datetime = AT) -> None:
    record_snapshot(by=SYSTEM, at=at)
    insight_actions.record_detection(until=until.date(), by=SYSTEM, at=at)


def load() -> None:
    """The city with a surge that was found; its files are gone, what is stored is enough."""
    office.load()
    written()
    detected()


def behind_the_verbs(*statements: str) -> None:
    """What nobody may do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def surge() -> Surge:
    return Surge.objects.get(shown=True, series__startswith="01")


def drawn(kind: ReportKind = ReportKind.WEEKLY, *, at: datetime = AT, **told: Any) -> Report:
    return Report.objects.get(pk=actions.draw_report(kind=kind, by=SYSTEM, at=at, **told).id)


def lamps(content: ReportContent) -> SurgeSection:
    """The class that surges; what is said of it is found as a matter without a name as well."""
    [found] = [each for each in content.surges if each.topic is None]
    return found


def view(row: Report, *, by: Any = ANALYST, at: datetime = AT) -> ReportView:
    return queries.report(row.pk, by=by, at=at)


def words(row: Report, **changes: Any) -> ReportWords:
    """Those that are there, changed."""
    there = view(row).words
    told = {name: getattr(there, name) for name in ("title", "summary", "remarks", "demands", "left_out")}
    return ReportWords(**told | changes)


def worded(
    row: Report, *, by: Any = ANALYST, at: datetime = AT, version: int | None = None, false_alarms: tuple[str, ...] = (), **changes: Any
) -> int:
    row.refresh_from_db()
    told = words(row, **changes)
    return actions.word_report(report_id=row.pk, words=told, version=version or row.version, false_alarms=false_alarms, by=by, at=at)


def submitted(row: Report, *, by: Any = ANALYST, at: datetime = AT) -> Report:
    row.refresh_from_db()
    actions.submit_report(report_id=row.pk, version=row.version, by=by, at=at)
    row.refresh_from_db()
    return row


def approved(row: Report | None = None, *, public: bool = False, by: Any = SUPERVISOR, at: datetime = AT) -> Report:
    """A report in the words that it was drawn up with, approved by another person."""
    row = submitted(row or drawn())
    actions.approve_report(report_id=row.pk, version=row.version, public=public, by=by, at=at)
    row.refresh_from_db()
    return row
