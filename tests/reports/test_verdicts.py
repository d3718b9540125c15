"""A report says what was said of each surge; of one that was judged false nothing is ordered. Documents of earlier formats stay good."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest

from tests.reports import surged
from tests.reports.surged import ANALYST, AT, NIGHT, SUPERVISOR, UNIT, approved, drawn, surge, view
from tests.supervision.office import refused
from tongban.campaigns.models import Campaign
from tongban.directives.models import Order
from tongban.insight import actions as insight_actions
from tongban.insight.terms import Verdict
from tongban.reports import actions, queries
from tongban.reports.models import Report
from tongban.reports.rules import document
from tongban.reports.terms import JudgedFalse, NewCampaignWords, NotOfThisReport, Proposal

pytestmark = pytest.mark.usefixtures("surged_city")
WHY = "是同一处工地的回访，联系人张三13812345678。"
WHO = NewCampaignWords("演示·牵头人", "局长", date(2026, 9, 14), date(2026, 12, 14))


def judged_false(at=AT) -> None:
    insight_actions.dismiss_surge(surge_id=surge().pk, reason=WHY, by=ANALYST, at=at)


def drawn_on_it(at=AT) -> Report:
    return Report.objects.get(pk=actions.draw_surge_report(surge_id=surge().pk, by=ANALYST, at=at).id)


def ordered(row: Report):
    return actions.issue_proposed_order(report_id=row.pk, surge_id=surge().pk, by=SUPERVISOR, at=AT)


def test_a_report_on_a_false_alarm_says_so_and_drafts_nothing() -> None:
    judged_false()
    row = drawn_on_it()
    section = surged.lamps(view(row).content)
    assert (section.verdict, section.order, section.campaign) == (Verdict.FALSE, None, None)
    assert "回访" in section.verdict_for and "13812345678" not in row.canonical
    assert "另有1处经核查为误报" in row.versions.get().words["summary"] and "集中反映共" not in row.versions.get().words["summary"]
    assert queries.recomputed(row.number).same
    row = approved(row, public=True)
    with refused(JudgedFalse):
        ordered(row)
    shown = queries.public_report(row.number, at=AT)
    assert shown.content.surges[0].verdict == Verdict.FALSE and "回访" not in row.shown, "why is for those inside"
    assert queries.recomputed(row.number).same and json.loads(row.canonical)["format"] == "tongban.report/2"


@pytest.mark.parametrize("kind", Proposal)
def test_what_was_judged_after_the_drawing_up_is_not_taken_and_can_be_rejected(kind: Proposal) -> None:
    row = approved(public=True)
    assert surged.lamps(view(row).content).verdict == Verdict.UNJUDGED and surged.lamps(view(row).content).order is not None
    judged_false()
    with refused(JudgedFalse) as refusal:
        if kind is Proposal.ORDER:
            ordered(row)
        else:
            actions.open_proposed_campaign(report_id=row.pk, surge_id=surge().pk, words=WHO, by=SUPERVISOR, at=AT)
    assert "回访" in refusal.value.reason
    assert not Order.objects.exists() and not Campaign.objects.exists()
    told = view(row).verdicts[str(surge().pk)]
    assert told.said is Verdict.FALSE and "回访" in told.reason and "13812345678" not in told.reason
    assert queries.public_report(row.number, at=AT).verdicts[str(surge().pk)].reason == ""
    assert view(row, by=UNIT).verdicts[str(surge().pk)].reason == ""
    actions.reject_proposal(report_id=row.pk, surge_id=surge().pk, proposal=Proposal.ORDER, reason="误报。", by=SUPERVISOR, at=AT)
    with refused(NotOfThisReport):
        actions.reject_proposal(report_id=row.pk, surge_id=surge().pk, proposal=Proposal.CAMPAIGN, reason="误报。", by=SUPERVISOR, at=AT)
    assert queries.recomputed(row.number).same


def test_an_order_that_was_issued_before_stays_and_asking_again_gives_it() -> None:
    row = approved()
    made = ordered(row)
    judged_false()
    assert ordered(row).id == made.id


def test_a_document_of_the_first_format_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program before has drawn it up: read, worded, signed and drawn up again in its own format."""
    with monkeypatch.context() as patch:
        patch.setattr(document, "canonical", partial(document.canonical, form=document.FIRST))
        row = drawn()
    assert '"verdict"' not in row.canonical + row.seen and json.loads(row.canonical)["format"] == "tongban.report/1"
    assert surged.lamps(view(row).content).verdict == "" and queries.recomputed(row.number).same
    surged.worded(row, summary="本期路灯问题集中。")
    row = approved(row, public=True)
    judged_false()
    found = queries.recomputed(row.number)
    assert found.same and found.signature_holds and not found.differs
    assert all(json.loads(text)["format"] == "tongban.report/1" for text in (row.canonical, row.approved, row.shown))
    assert queries.public_report(row.number, at=AT).verdicts[str(surge().pk)].said is Verdict.FALSE
    with refused(JudgedFalse):
        ordered(row)


def test_a_surge_that_was_judged_true_is_ordered_as_before() -> None:
    insight_actions.mark_true(surge_id=surge().pk, by=ANALYST, at=NIGHT)
    row = approved()
    assert surged.lamps(view(row).content).verdict == Verdict.TRUE and ordered(row).new
