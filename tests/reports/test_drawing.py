"""A report is drawn up once a period, from what was counted, and drawing it up again gives the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.board import town
from tests.board.play import Play
from tests.reports import surged
from tests.reports.surged import ANALYST, AT, MONDAY, NIGHT, SECRET, SUPERVISOR, WEEK, drawn, view
from tests.supervision.office import RULES, a_message, an_order, cites, deliver, issued, refused
from tongban.directives.terms import Cites, Ground, Reference
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.insight.events import SurgeFollowed
from tongban.insight.terms import UnknownSurge
from tongban.kernel import facts, rows
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.reports import actions, jobs, queries
from tongban.reports.models import Report
from tongban.reports.terms import Course, Lacking, PeriodNotOver, ReportKind, ReportState, UnknownPeriod, UnknownReport
from tongban.supervision import actions as supervision_actions
from tongban.supervision import queries as supervision_queries
from tongban.supervision.actions import load_supervision
from tongban.supervision.terms import Denied


@pytest.mark.usefixtures("surged_city")
def test_a_week_is_told_with_all_that_it_rests_on() -> None:
    row = drawn()
    found = view(row)
    content = found.content
    assert (found.line.number, found.line.kind, found.line.period, found.line.state) == (
        row.number,
        ReportKind.WEEKLY,
        WEEK,
        ReportState.DRAWN,
    )
    assert row.number == "FX2026-1" and content.title == "2026年第37周民生诉求分析报告" and found.words.title == content.title
    section = surged.lamps(content)
    assert (section.what, section.since, section.last, section.course) == ("东湖街道路灯照明", WEEK, WEEK, Course.RISING)
    last = section.weeks[-1]
    assert (
        (last.week, last.count, last.raw, last.alarm) == (WEEK, 14, 14, True)
        and last.expected
        and last.bound
        and last.score
        and last.score > 1
    )
    assert section.method == "ears_c2" and not section.years and not section.season_known and not section.last_year.known
    assert len(section.quotes.lines) == 10 and section.quotes.more == 2 and section.quotes.hidden == 2 and not section.quotes.duplicates
    assert [unit.unit for unit in section.units] == ["chengguan"] and section.units[0].messages == 13
    assert section.units[0].answered.n == 12 and section.units[0].open == 12 and not section.units[0].trial
    assert section.order is not None and section.order.unit == "chengguan"
    assert section.order.references[0] == f"surge:{section.surge_id}" and len(section.order.references) == 6
    proof = content.proof
    assert proof.tests and proof.stood and proof.alpha == 0.005 and proof.floor == 5 and proof.q == 0.05 and len(proof.data) == 64
    assert len(proof.tests_digest) == 64 and proof.supervision and proof.code and proof.quotes == "spread" and proof.closed_at < AT


@pytest.mark.usefixtures("surged_city")
def test_nothing_of_a_citizen_stands_in_it() -> None:
    row = drawn()
    for text in (row.canonical, row.seen, repr(view(row))):
        assert SECRET not in text and "演示甲" not in text and "举报" not in text


@pytest.mark.usefixtures("living_city")
def test_drawing_it_up_again_gives_the_same_text_and_the_console_says_so() -> None:
    row = drawn()
    assert json.dumps(json.loads(row.canonical), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == row.canonical
    assert not actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=AT + timedelta(days=1)).new and Report.objects.count() == 1
    town.posted(at=AT)
    Play.answered(at=AT)
    surged.detected(AT + timedelta(days=7), AT + timedelta(days=7))
    said = StringIO()
    call_command("recompute_report", row.number, stdout=said)
    assert said.getvalue().count(row.digest) == 2 and "The same." in said.getvalue() and "not approved yet" in said.getvalue()
    with pytest.raises(CommandError, match="no report"):
        call_command("recompute_report", "FX1999-1")


@pytest.mark.usefixtures("surged_city")
def test_a_job_that_dies_half_way_leaves_nothing_and_the_next_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_parts: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("tongban.reports.actions.drawing.rows.write", die)
        with pytest.raises(SystemExit), transaction.atomic():
            actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=AT)
    assert not Report.objects.exists() and not FactRow.objects.filter(name="reports.ReportDrawnUp").exists()
    first = actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=AT)
    text = Report.objects.get().canonical
    surged.behind_the_verbs(*(f"DELETE FROM reports_report{table}" for table in ("step", "version", "")))
    again = actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=AT + timedelta(hours=3))
    assert again.new and again.digest == first.digest and Report.objects.get().canonical == text, "hours later, as of the same hour"


@pytest.mark.usefixtures("surged_city")
def test_what_was_changed_behind_the_verbs_back_is_found() -> None:
    row = drawn()
    surged.behind_the_verbs("UPDATE insight_seriestest SET count = count + 1 WHERE alarm")
    found = queries.recomputed(row.number)
    assert not found.same and "surges.0.weeks.9.count" in found.differs and "proof.tests_digest" in found.differs
    errors = StringIO()
    with pytest.raises(CommandError, match="behind the verbs' back"):
        call_command("recompute_report", row.number, stderr=errors)
    assert "differs: " in errors.getvalue()
    surged.behind_the_verbs("UPDATE reports_report SET title = 'anders'")
    [fault] = queries.audit()
    assert "title" in fault


@pytest.mark.usefixtures("surged_city")
def test_a_week_without_a_detection_says_what_is_missing() -> None:
    content = view(drawn(period="2026-W31")).content
    assert not content.surges and Lacking.NO_DETECTION in content.lacking and not content.proof.detection
    assert "没有做过集中反映的检测" in content.summary


@pytest.mark.usefixtures("surged_city")
def test_a_week_or_month_is_not_told_before_it_is_closed() -> None:
    for at in (MONDAY, NIGHT, AT - timedelta(hours=1, seconds=1)):
        with refused(PeriodNotOver):
            actions.draw_report(kind=ReportKind.WEEKLY, period=WEEK, by=SYSTEM, at=at)
    with refused(PeriodNotOver):
        actions.draw_report(kind=ReportKind.MONTHLY, period="2026-09", by=SYSTEM, at=AT)
    for kind, key in (
        (ReportKind.WEEKLY, "2026-W60"),
        (ReportKind.WEEKLY, "2026-09"),
        (ReportKind.MONTHLY, "2026-13"),
        (ReportKind.MONTHLY, "W"),
    ):
        with refused(UnknownPeriod):
            actions.draw_report(kind=kind, period=key, by=SYSTEM, at=AT)
    for by in (PUBLIC, SUPERVISOR, town.a_person()):
        with refused(Denied):
            actions.draw_report(kind=ReportKind.WEEKLY, by=by, at=AT)


@pytest.mark.usefixtures("surged_city")
def test_a_month_is_told_with_the_surges_of_its_weeks() -> None:
    row = drawn(ReportKind.MONTHLY, at=datetime(2026, 10, 1, 2, 0, tzinfo=UTC))
    content = view(row).content
    assert (row.period, content.title) == ("2026-09", "2026年9月民生诉求分析报告") and surged.lamps(content).last == WEEK
    assert content.rates.received == 15 and "本期共收到群众留言15件" in content.summary, "the figures are counted first"
    assert queries.recomputed(row.number).same


@pytest.mark.usefixtures("surged_city")
def test_a_surge_is_told_alone_when_somebody_asks_once_a_week() -> None:
    found = surged.surge()
    done = actions.draw_surge_report(surge_id=found.pk, by=ANALYST, at=NIGHT + timedelta(hours=1))
    content = view(Report.objects.get(pk=done.id)).content
    assert content.title == "关于“东湖街道路灯照明”集中反映的专题报告" and content.period.key == WEEK and not content.trends
    assert content.rates.received == 14, "counted now: no job has filled the figures"
    assert queries.recomputed(done.number).same
    assert not actions.draw_surge_report(surge_id=found.pk, by=ANALYST, at=AT).new
    assert [each.number for each in queries.made_of(found.pk, by=ANALYST)] == [done.number]
    with pytest.raises(Denied):
        queries.made_of(found.pk, by=PUBLIC)
    with refused(UnknownSurge):
        actions.draw_surge_report(surge_id=done.id, by=ANALYST, at=AT)
    with refused(UnknownReport):
        actions.draw_surge_report(surge_id=found.pk, by=ANALYST, at=MONDAY)


@pytest.mark.usefixtures("living_city")
def test_what_was_ordered_before_on_the_same_matter_is_told() -> None:
    found = surged.surge()
    by_surge = issued(an_order(ground=Ground.SURGE, references=(Reference(Cites.SURGE, str(found.pk)),)), at=AT)
    other = issued(an_order(references=cites(a_message(at=AT).row.number)), at=AT)
    section = surged.lamps(view(drawn()).content)
    assert [each.number for each in section.orders] == [by_surge.number] != [other.number]
    assert section.units[0].open_orders == 2 and section.orders[0].surge == str(found.pk)


@pytest.mark.usefixtures("surged_city")
def test_the_clock_draws_up_what_is_over_and_leaves_facts() -> None:
    assert jobs.drawn_up(AT) == [], "no ranking is closed"
    for key in supervision_queries.weeks_to_close(AT):
        supervision_actions.close_week(week=key, by=SYSTEM, at=AT)
    assert jobs.drawn_up(AT) == ["FX2026-1", "FX2026-2"] and jobs.drawn_up(AT + timedelta(hours=1)) == []
    assert sorted(Report.objects.values_list("kind", "period")) == [("monthly", "2026-08"), ("weekly", WEEK)]
    assert FactRow.objects.filter(name="reports.ReportDrawnUp").count() == 2
    assert LedgerEntry.objects.filter(act="reports.draw").count() == 2 and not list(queries.audit())


@pytest.mark.usefixtures("surged_city")
def test_a_surge_that_opens_gets_a_report_where_the_city_wants_it() -> None:
    waiting = ProcrastinateJob.objects.filter(task_name="reports.draw_surge")
    deliver(NIGHT)
    assert not waiting.exists()
    load_supervision(content=f"{RULES}reports: {{on_surge: true, number: 'ZT{{year}}-{{number}}'}}".encode(), by=SYSTEM, at=NIGHT)
    found = surged.surge()
    fact = {"became": "opened", "series": found.series, "score": found.score, "at": NIGHT + timedelta(seconds=1)}
    for became in ("opened", "continued", "closed"):
        rows.write(facts.entry(SurgeFollowed(surge_id=found.pk, **fact | {"became": became})))
    deliver(AT)
    [job] = waiting
    jobs.draw_surge(**job.args)
    assert Report.objects.get().number == "ZT2026-1" and Report.objects.get().surge_id == found.pk
    jobs.draw_surge(**job.args)
    assert Report.objects.count() == 1
    jobs.draw_surge(surge_id=str(Report.objects.get().pk))  # no surge: said in the log, and tried no more
