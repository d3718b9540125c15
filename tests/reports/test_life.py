"""A report is worded by one person, approved by another, and read by those for whom it is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.board.play import works_at
from tests.reports import surged
from tests.reports.surged import (
    ANALYST,
    AT,
    CHECKER,
    LEADER,
    OTHER_ANALYST,
    OTHER_UNIT,
    SUPERVISOR,
    UNIT,
    approved,
    drawn,
    submitted,
    surge,
    view,
    worded,
    words,
)
from tests.supervision.office import deliver, refused, somebody
from tongban.board.models import Message
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.insight import queries as insight_queries
from tongban.insight.models import Surge
from tongban.insight.terms import Verdict
from tongban.kernel import signing
from tongban.kernel.models.ledger import LedgerEntry
from tongban.notices.models import Notice
from tongban.reports import actions, queries
from tongban.reports.models import Report, ReportVersion
from tongban.reports.rules import document
from tongban.reports.terms import (
    ChangedMeanwhile,
    CountedDifferently,
    NothingChanged,
    NotOfThisReport,
    QuoteRemoved,
    ReasonMissing,
    ReportAct,
    ReportState,
    ReportWords,
    SamePerson,
    UnknownReport,
    WordsMissing,
    WordsTooLong,
    WrongState,
)
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import Denied

pytestmark = pytest.mark.usefixtures("surged_city")
LATER = AT + timedelta(hours=1)


def told(login_id: object) -> list[str]:
    return sorted(Notice.objects.filter(login_id=login_id).values_list("kind", flat=True))


def test_every_state_of_the_words_is_kept_and_what_is_personal_in_them_is_hidden() -> None:
    row, lamps = drawn(), str(surge().pk)
    assert worded(row, summary="本周路灯报修集中，请致电13800000001张三核实。", remarks={lamps: "电缆老化。"}) == 2
    assert worded(row, by=OTHER_ANALYST, demands={lamps: "三日内修复，书面反馈。"}, at=LATER) == 3
    newest, second, first = view(row).versions
    assert (newest.changed, second.changed, first.changed) == (("demands",), ("summary", "remarks"), ()) and first.name == ""
    assert (second.name, newest.name) == (ANALYST.name, OTHER_ANALYST.name) and "13800000001" not in second.words.summary
    assert view(row).words.demands == {lamps: "三日内修复，书面反馈。"} and not list(queries.audit())
    for broken in (lambda: ReportVersion.objects.update(name="x"), ReportVersion.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    assert queries.recomputed(row.number).same, "words change nothing of what was counted"


def test_words_that_say_nothing_or_come_too_late_are_refused() -> None:
    row, lamps = drawn(), str(surge().pk)
    for refusal, changes in (
        (WordsMissing, {"title": " "}),
        (WordsTooLong, {"title": "长" * 121}),
        (WordsMissing, {"summary": "……"}),
        (WordsTooLong, {"remarks": {lamps: "长" * 2001}}),
        (ReasonMissing, {"left_out": {lamps: ""}}),
        (NotOfThisReport, {"remarks": {str(row.pk): "别的"}}),
        (NotOfThisReport, {"false_alarms": (lamps,), "title": "别的标题"}),
        (NothingChanged, {}),
        (ChangedMeanwhile, {"title": "别的标题", "version": 2}),
        (Denied, {"title": "别的标题", "by": SUPERVISOR}),
    ):
        with refused(refusal):
            worded(row, **changes)
    for act in (actions.word_report, actions.submit_report):
        with refused(UnknownReport):
            more = {"words": ReportWords("标题", "摘要")} if act is actions.word_report else {}
            act(report_id=surge().pk, version=1, by=ANALYST, at=AT, **more)
    submitted(row)
    with refused(WrongState):
        worded(row, title="别的标题")


def test_a_surge_is_left_out_with_a_reason_and_may_be_a_false_alarm() -> None:
    row, lamps = drawn(), str(surge().pk)
    before = row.surges
    worded(row, left_out={lamps: "同一工地的回访。"}, false_alarms=(lamps,))
    row.refresh_from_db()
    assert row.surges == before - 1 and Surge.objects.get(pk=lamps).verdict == Verdict.FALSE
    [counted] = [each for each in insight_queries.false_alarms(by=SYSTEM) if each.false]
    assert counted.false == 1
    assert worded(row, left_out={}) == 3, "it may come back"
    assert worded(row, left_out={lamps: "还是误报。"}, false_alarms=(lamps,)) == 4, "judged once, left out again"


def test_another_person_approves_or_sends_back() -> None:
    row = drawn()
    with refused(WrongState):
        actions.approve_report(report_id=row.pk, version=1, public=False, by=SUPERVISOR, at=AT)
    both = somebody("rexian/analysis", "dubanshi/supervision")
    worded(row, title="路灯集中反映", by=both)
    submitted(row)
    for by, version, refusal in ((both, 2, SamePerson), (ANALYST, 2, Denied), (SUPERVISOR, 1, ChangedMeanwhile), (UNIT, 2, Denied)):
        with refused(refusal):
            actions.approve_report(report_id=row.pk, version=version, public=False, by=by, at=AT)
    with refused(ReasonMissing):
        actions.send_back_report(report_id=row.pk, reason=" ", by=CHECKER, at=AT)
    actions.send_back_report(report_id=row.pk, reason="请补充去年同期的情况。", by=LEADER, at=AT)
    found = view(row)
    assert found.line.state == ReportState.SENT_BACK and found.steps[-1].words == "请补充去年同期的情况。"
    assert ReportAct.EDIT in found.open_to and not view(row, by=LEADER).open_to
    worded(row, summary="补充：去年同期没有集中反映。", by=ANALYST, at=LATER)
    assert approved(row, by=LEADER, at=LATER).state == ReportState.APPROVED


def test_what_is_approved_is_signed_and_never_changes_again() -> None:
    row = approved()
    found = view(row)
    assert found.approval is not None
    assert (found.approval.name, found.approval.digest) == (SUPERVISOR.name, document.digest(found.approval.text))
    signed = json.loads(found.approval.text)
    assert (signed["content"], signed["version"], signed["public"]) == (row.digest, 1, "")
    assert signed["words"] == document.digest(document.canonical(found.words)), "digests alone: it may be given to everybody"
    assert signing.verify(found.approval.text.encode(), found.approval.signature, public=found.approval.certificate, algorithm=signing.P256)
    assert queries.recomputed(row.number).signature_holds and not list(queries.audit())
    assert LedgerEntry.objects.get(act="reports.approve").digest == row.approved_digest
    for change in ({"title": "x"}, {"public": True}, {"canonical": "{}"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=row.pk).update(**change)
    with refused(WrongState):
        worded(row, title="别的标题")
    surged.behind_the_verbs("UPDATE reports_report SET approved = replace(approved, 'weekly', 'x')")
    assert queries.recomputed(row.number).signature_holds is False


def test_nothing_is_signed_that_counts_differently() -> None:
    row = submitted(drawn())
    surged.behind_the_verbs("UPDATE insight_seriestest SET count = count + 1 WHERE alarm")
    with refused(CountedDifferently):
        actions.approve_report(report_id=row.pk, version=1, public=False, by=SUPERVISOR, at=AT)


def test_whoever_is_concerned_is_told_once_and_nobody_else() -> None:
    analyst, supervisor, leader = (works_at(desk) for desk in ("rexian/analysis", "dubanshi/supervision", "shifu/leader"))
    unit, other = works_at("chengguan/messages_approver"), works_at("jiaoyu/messages_approver")
    row = drawn()
    deliver()
    assert told(analyst) == ["reports.drawn"] and not told(unit)
    submitted(row)
    deliver()
    assert told(supervisor) == ["reports.submitted"]
    actions.send_back_report(report_id=row.pk, reason="请核对。", by=SUPERVISOR, at=AT)
    deliver()
    assert told(analyst) == ["reports.drawn", "reports.sent_back"]
    approved(row)
    deliver()
    assert told(unit) == ["reports.approved"] and set(told(leader)) == {"reports.approved", "reports.submitted"} and not told(other)


def test_before_it_is_approved_only_those_inside_read_it_and_then_its_units() -> None:
    row = drawn()
    for by in (ANALYST, SUPERVISOR, CHECKER, LEADER):
        assert view(row, by=by).content.surges and queries.reports(by).lines
    for by in (UNIT, OTHER_UNIT, PUBLIC):
        with pytest.raises(UnknownReport):
            view(row, by=by)
    with pytest.raises(Denied):
        queries.reports(PUBLIC)
    assert not queries.reports(UNIT).lines
    approved(row)
    found = view(row, by=UNIT)
    assert found.content.surges and not found.versions and not found.steps and not found.canonical and not found.open_to
    assert queries.reports(UNIT).lines and not queries.reports(OTHER_UNIT).lines
    with pytest.raises(UnknownReport):
        view(row, by=OTHER_UNIT)
    with pytest.raises(UnknownReport):
        queries.public_report(row.number, at=AT)
    assert not queries.public_reports().lines
    assert [len(queries.reports(ANALYST, shelf=each).lines) for each in queries.SHELVES] == [0, 0, 1, 1]


def test_everybody_reads_what_the_approver_makes_public_without_units_on_trial_and_drafts() -> None:
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=AT - timedelta(hours=8))
    row = drawn()
    assert all(unit.trial for unit in surged.lamps(view(row).content).units) and surged.lamps(view(row).content).order is None
    lamps = str(surge().pk)
    worded(row, remarks={lamps: "已通报。"}, demands={lamps: "请尽快修复。"})
    approved(row, public=True)
    found = queries.public_report(row.number, at=AT)
    section = surged.lamps(found.content)
    assert not section.units and section.order is None and section.campaign is None and not section.orders
    assert (
        not found.words.demands
        and found.words.remarks == {lamps: "已通报。"}
        and found.approval is not None
        and found.approval.text == row.approved
    )
    assert "chengguan" not in found.canonical and "城管局" not in found.canonical and "请尽快修复" not in found.canonical
    assert json.loads(row.approved)["public"] == document.digest(found.canonical)
    assert [each.number for each in queries.public_reports().lines] == [row.number] and row.units == []


def test_words_of_a_message_that_is_no_longer_displayed_are_left_out() -> None:
    row = approved(public=True)
    number = surged.lamps(view(row).content).quotes.lines[0].number
    surged.behind_the_verbs(f"UPDATE board_message SET displayed = false WHERE number = '{number}'")
    for found in (view(row), queries.public_report(row.number, at=AT)):
        [line] = [each for each in surged.lamps(found.content).quotes.lines if each.number == number]
        assert not line.title and not line.text
    assert queries.recomputed(row.number).same and Message.objects.filter(number=number).exists()
    assert view(row).withheld and queries.public_report(row.number, at=AT).withheld and not view(row, by=SUPERVISOR).withheld
    for name in ("report.pdf", "public-report.pdf"):
        actions.keep_report_file(report_id=row.pk, name=name, content=b"%PDF", media_type="application/pdf", by=SYSTEM, at=AT)
    assert queries.report_file(row.pk, "report.pdf", by=SUPERVISOR)[0] == b"%PDF"
    for fetched in (
        lambda: queries.report_file(row.pk, "report.pdf", by=ANALYST),
        lambda: queries.report_file(row.pk, "report.pdf", by=LEADER),
        lambda: queries.report_file(row.pk, "public-report.pdf", by=UNIT),
        lambda: queries.public_file(row.number, "public-report.pdf"),
        lambda: queries.public_text(row.number),
    ):
        with pytest.raises(QuoteRemoved):
            fetched()


def test_no_number_tells_outside_that_there_was_a_private_message() -> None:
    row = approved(public=True)
    [inside] = surged.lamps(view(row).content).units
    assert (inside.messages, inside.answered.n) == (13, 12)
    for found in (queries.public_report(row.number, at=AT), view(row, by=UNIT)):
        [told] = surged.lamps(found.content).units
        assert told.messages == told.answered.n == 12


def test_who_approves_is_told_which_units_on_trial_the_words_of_people_name() -> None:
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=AT - timedelta(hours=8))
    row, lamps = drawn(), str(surge().pk)
    assert view(row).on_trial == ()
    worded(row, remarks={lamps: "市城管局不作为（示例）。"}, demands={lamps: "请尽快修复。"})
    assert view(submitted(row), by=SUPERVISOR).on_trial == ("城管局",)
    assert view(approved_as_it_is(row)).on_trial == ()


def approved_as_it_is(row: Report) -> Report:
    actions.approve_report(report_id=row.pk, version=row.version, public=False, by=SUPERVISOR, at=AT)
    row.refresh_from_db()
    return row


def test_a_chart_or_a_paper_is_kept_once_and_fetched_by_whom_it_is_for() -> None:
    row = approved(public=True)
    told = {"report_id": row.pk, "media_type": "image/svg+xml", "at": AT}
    digest = actions.keep_report_file(name="public-weeks.svg", content=b"<svg/>", by=SYSTEM, **told)
    assert actions.keep_report_file(name="public-weeks.svg", content=b"<svg>other</svg>", by=SYSTEM, **told) == digest
    actions.keep_report_file(name="report.pdf", content=b"%PDF", by=SYSTEM, **told)
    with refused(Denied):
        actions.keep_report_file(name="x.svg", content=b"<svg/>", by=ANALYST, **told)
    assert [each.name for each in view(row).files] == ["public-weeks.svg", "report.pdf"]
    assert queries.public_file(row.number, "public-weeks.svg") == (b"<svg/>", "image/svg+xml")
    assert queries.report_file(row.pk, "report.pdf", by=SUPERVISOR)[0] == b"%PDF"
    for fetched in (lambda: queries.public_file(row.number, "report.pdf"), lambda: queries.report_file(row.pk, "report.pdf", by=UNIT)):
        with pytest.raises(UnknownReport):
            fetched()
    assert not list(queries.audit())


def test_likes_and_answers_that_come_later_change_nothing() -> None:
    row = drawn()
    text = row.canonical
    surged.behind_the_verbs("UPDATE board_message SET followers = followers + 7", "UPDATE board_message SET category = '010101'")
    assert queries.recomputed(row.number).same and Report.objects.get().canonical == text
    assert words(row).title
