"""What an approved report proposes becomes an order or a campaign, once, or is rejected for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.reports import surged
from tests.reports.surged import ANALYST, AT, CHECKER, SUPERVISOR, UNIT, approved, drawn, submitted, surge, view, worded
from tests.supervision.office import refused
from tongban.campaigns import queries as campaign_queries
from tongban.campaigns.models import Campaign
from tongban.directives import queries as directive_queries
from tongban.directives.models import Order
from tongban.directives.terms import Ground
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.insight.terms import Verdict
from tongban.reports import actions, queries
from tongban.reports.models import ReportOutcome
from tongban.reports.terms import AlreadyTaken, NewCampaignWords, NotOfThisReport, Outcome, Proposal, ReasonMissing, WrongState
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import Denied, ReportOnly

WHO = NewCampaignWords("演示·牵头人", "局长", date(2026, 9, 14), date(2026, 12, 14))
pytestmark = pytest.mark.usefixtures("surged_city")


def order_of(row, *, by=SUPERVISOR, at=AT):
    return actions.issue_proposed_order(report_id=row.pk, surge_id=surge().pk, by=by, at=at)


def campaign_of(row, *, by=SUPERVISOR, at=AT):
    return actions.open_proposed_campaign(report_id=row.pk, surge_id=surge().pk, words=WHO, by=by, at=at)


def rejected(row, proposal=Proposal.ORDER, *, by=SUPERVISOR, **told):
    given = {"reason": "已由区里处置。"} | told
    actions.reject_proposal(report_id=row.pk, surge_id=surge().pk, proposal=proposal, by=by, at=AT, **given)


def test_one_click_issues_the_drafted_order_in_the_words_of_the_report_and_both_link_back() -> None:
    row, lamps = drawn(), str(surge().pk)
    worded(row, demands={lamps: "三日内修复，书面反馈。"})
    approved(row)
    made = order_of(row)
    order = directive_queries.order(made.id, by=SUPERVISOR, at=AT)
    assert (order.line.number, order.line.unit, order.line.ground, order.demand) == (
        made.number,
        "chengguan",
        Ground.SURGE,
        "三日内修复，书面反馈。",
    )
    assert f"surge:{lamps}" in {each.text for each in order.references} and len(order.references) == 6
    assert queries.reports_made([made.id], by=SUPERVISOR) == {made.id: (row.pk, row.number)}
    [outcome] = view(row).outcomes
    assert (outcome.outcome, outcome.made_number, outcome.name) == (Outcome.TAKEN, made.number, SUPERVISOR.name)
    assert made.new and order_of(row, by=CHECKER, at=AT + timedelta(days=1)) == replace(made, new=False) and Order.objects.count() == 1
    with refused(AlreadyTaken):
        rejected(row)
    assert not list(queries.audit()) and queries.recomputed(row.number).same


def test_an_order_is_issued_from_an_approved_report_by_a_supervisor_to_a_unit_that_is_switched_on() -> None:
    row = drawn()
    with refused(WrongState):
        order_of(row)
    submitted(row)
    with refused(WrongState):
        order_of(row)
    approved_row = row
    actions.approve_report(report_id=row.pk, version=1, public=False, by=CHECKER, at=AT)
    for by in (ANALYST, UNIT, surged.LEADER):
        with refused(Denied):
            order_of(approved_row, by=by)
    with refused(NotOfThisReport):
        actions.issue_proposed_order(report_id=row.pk, surge_id=uuid4(), by=SUPERVISOR, at=AT)
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=AT)
    with refused(ReportOnly):
        order_of(row)
    assert not ReportOutcome.objects.exists()


def test_what_was_left_out_is_not_ordered() -> None:
    row, lamps = drawn(), str(surge().pk)
    worded(row, left_out={lamps: "误报。"})
    approved(row)
    with refused(NotOfThisReport):
        order_of(row)


def test_one_click_opens_the_proposed_campaign_with_the_messages_of_the_surge() -> None:
    surged.behind_the_verbs(  # a second unit has some of it
        "UPDATE insight_seriestest SET evidence = jsonb_set(evidence, '{units,gongshui}', '3') WHERE series LIKE '010202%' AND alarm"
    )
    row = approved()
    section = surged.lamps(view(row).content)
    assert section.campaign is not None and section.campaign.units == ("chengguan", "gongshui") and section.campaign.lead == "chengguan"
    made = campaign_of(row)
    found = campaign_queries.campaign(made.id, by=SUPERVISOR, at=AT)
    assert (
        found.line.number == made.number and found.line.name == "东湖街道路灯照明专项行动" and found.line.linked and row.number in found.why
    )
    assert campaign_of(row, by=CHECKER) == replace(made, new=False) and Campaign.objects.count() == 1
    assert queries.reports_made([made.id], by=SUPERVISOR) == {made.id: (row.pk, row.number)}
    assert order_of(row).id != made.id, "an order may be issued besides"


def test_a_report_that_proposes_no_campaign_opens_none() -> None:
    row = approved()
    assert surged.lamps(view(row).content).campaign is None
    with refused(NotOfThisReport):
        campaign_of(row)
    with refused(NotOfThisReport):
        rejected(row, Proposal.CAMPAIGN)


def test_a_rejected_proposal_is_kept_with_its_reason_and_counts_as_a_false_alarm() -> None:
    row = approved()
    with refused(ReasonMissing):
        rejected(row, reason=" ")
    with refused(Denied):
        rejected(row, by=ANALYST)
    rejected(row, reason="是同一处工地的回访，不是新问题。", false_alarm=True)
    [outcome] = view(row).outcomes
    assert (outcome.outcome, outcome.reason, outcome.false_alarm) == (Outcome.REJECTED, "是同一处工地的回访，不是新问题。", True)
    found = insight_queries.surge(surge().pk, by=SYSTEM, at=AT).line
    assert (found.verdict, found.verdict_for) == (Verdict.FALSE, "是同一处工地的回访，不是新问题。")
    for again in (lambda: order_of(row), lambda: rejected(row)):
        with refused(AlreadyTaken):
            again()
    assert not Order.objects.exists() and not list(queries.audit()) and not list(insight_queries.audit())


def test_another_report_cannot_order_the_same_twice() -> None:
    from tongban.directives.terms import AlreadyOrdered  # noqa: PLC0415

    first, second = approved(), approved(surged.drawn(surged.ReportKind.MONTHLY, at=surged.OCTOBER), at=surged.OCTOBER)
    order_of(first)
    with refused(AlreadyOrdered):
        order_of(second)
