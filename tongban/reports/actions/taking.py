"""What becomes of a proposal in an approved report: an order is issued, a campaign opened, or it is rejected. Each once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.campaigns import actions as campaign_actions
from tongban.campaigns.terms import About, CampaignGround, Lead, NewCampaign, Part
from tongban.directives import actions as directive_actions
from tongban.directives.terms import Ground, NewOrder, Reference
from tongban.insight import actions as insight_actions
from tongban.insight import queries as insight_queries
from tongban.insight.terms import Verdict
from tongban.kernel.limits import Limit
from tongban.reports import events
from tongban.reports.actions.acting import NAME_MOST, Acting
from tongban.reports.models import ReportOutcome
from tongban.reports.terms import (
    AlreadyTaken,
    JudgedFalse,
    Made,
    NotOfThisReport,
    Outcome,
    Proposal,
    ReasonMissing,
    ReportAct,
    WordsMissing,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.reports.terms import NewCampaignWords, OrderProposal

REASON = 500
DOES = "办理本单位承办的留言，查明原因，落实整改措施，逐件答复群众。"


@transaction.atomic(savepoint=False)
def issue_proposed_order(*, report_id: UUID, surge_id: UUID, by: Actor, at: datetime) -> Made:
    """Issue the drafted order on a surge, in the words of the report, which it came from. Once: whoever asks again gets the same order.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, NotOfThisReport, AlreadyTaken where it was rejected, JudgedFalse;
    whatever `directives.actions.issue_order` refuses, such as ReportOnly and AlreadyOrdered.
    """
    acting = Acting.locked(report_id, ReportAct.ISSUE_ORDER, by=by, at=at)
    section = acting.section(surge_id)
    if made := _made(acting, surge_id, Proposal.ORDER):
        return made
    _require_not_false(surge_id, by)
    if section.order is None:
        raise NotOfThisReport(str(surge_id))
    order = _order(section.order, acting.words.demands.get(str(surge_id), ""))
    issued = directive_actions.issue_order(key=_key(acting, surge_id, Proposal.ORDER), order=order, by=by, at=at)
    return _take(acting, surge_id, Proposal.ORDER, Made(issued.order_id, issued.number))


@transaction.atomic(savepoint=False)
def open_proposed_campaign(*, report_id: UUID, surge_id: UUID, words: NewCampaignWords, by: Actor, at: datetime) -> Made:
    """Write the proposed campaign down as a draft, with the messages of the surge. Once: whoever asks again gets the same campaign.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, NotOfThisReport, AlreadyTaken where it was rejected, JudgedFalse;
    whatever `campaigns.actions.draft_campaign` refuses.
    """
    acting = Acting.locked(report_id, ReportAct.OPEN_CAMPAIGN, by=by, at=at)
    section = acting.section(surge_id)
    if made := _made(acting, surge_id, Proposal.CAMPAIGN):
        return made
    _require_not_false(surge_id, by)
    if section.campaign is None:
        raise NotOfThisReport(str(surge_id))
    told = section.campaign
    campaign = NewCampaign(
        name=told.name,
        about=About(told.category, told.area, told.words),
        why=f"{acting.row.title}（{acting.row.number}）：{section.what}自{section.since}起集中反映。",
        lead=Lead(told.lead, words.lead_name, words.lead_post),
        parts=tuple(Part(unit, DOES) for unit in told.units),
        begins_on=words.begins_on,
        ends_on=words.ends_on,
    )
    key, ground = _key(acting, surge_id, Proposal.CAMPAIGN), CampaignGround.SURGE
    drafted = campaign_actions.draft_campaign(key=key, campaign=campaign, ground=ground, ground_id=surge_id, by=by, at=at)
    return _take(acting, surge_id, Proposal.CAMPAIGN, Made(drafted.campaign_id, drafted.number))


@transaction.atomic(savepoint=False)
def reject_proposal(
    *, report_id: UUID, surge_id: UUID, proposal: Proposal, reason: str, false_alarm: bool = False, by: Actor, at: datetime
) -> None:
    """Do nothing of the kind, and why; with `false_alarm` the surge is dismissed, and counts as one.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, NotOfThisReport, AlreadyTaken, ReasonMissing, WordsTooLong; AlreadyJudged
    where somebody has said that the surge is true.
    """
    acting = Acting.locked(report_id, ReportAct.REJECT, by=by, at=at)
    section = acting.section(surge_id)
    if (section.order if proposal is Proposal.ORDER else section.campaign) is None:
        raise NotOfThisReport(str(surge_id))
    there = acting.row.outcomes.filter(surge=surge_id, proposal=proposal).first()
    if there is not None:
        raise AlreadyTaken(there.made_number)
    try:
        told = Acting.masked(reason, "reason", REASON)
    except WordsMissing as refusal:
        raise ReasonMissing from refusal
    if false_alarm and insight_queries.surge(surge_id, by=by, at=at, quoted=0).line.verdict is not Verdict.FALSE:
        insight_actions.dismiss_surge(surge_id=surge_id, reason=told, by=by, at=at)
    _decide(acting, surge_id, proposal, Outcome.REJECTED, reason=told, false_alarm=false_alarm)


def _order(proposal: OrderProposal, demand: str) -> NewOrder:
    return NewOrder(
        unit=proposal.unit,
        ground=Ground.SURGE,
        matter=proposal.matter,
        demand=demand or proposal.demand,
        references=tuple(Reference.of(each) for each in proposal.references),
        limit=Limit.of({"working_days": proposal.working_days}) if proposal.working_days else None,
    )


def _key(acting: Acting, surge_id: UUID, proposal: Proposal) -> UUID:
    return uuid.uuid5(acting.row.pk, f"{proposal} {surge_id}")


def _made(acting: Acting, surge_id: UUID, proposal: Proposal) -> Made | None:
    """What was made of it already. Raises AlreadyTaken where it was rejected."""
    row = acting.row.outcomes.filter(surge=surge_id, proposal=proposal).first()
    if row is None:
        return None
    if row.made_id is None:
        raise AlreadyTaken
    return Made(row.made_id, row.made_number, new=False)


def _require_not_false(surge_id: UUID, by: Actor) -> None:
    """Nothing is done about a surge that somebody has read and found to be none. Raises JudgedFalse."""
    said, reason = insight_queries.verdicts([surge_id], by=by)[surge_id]
    if said is Verdict.FALSE:
        raise JudgedFalse(reason)


def _take(acting: Acting, surge_id: UUID, proposal: Proposal, made: Made) -> Made:
    _decide(acting, surge_id, proposal, Outcome.TAKEN, made_id=made.id, made_number=made.number)
    return made


def _decide(acting: Acting, surge_id: UUID, proposal: Proposal, outcome: Outcome, **more: object) -> None:
    by = acting.by
    row = ReportOutcome(report=acting.row, surge_id=surge_id, proposal=proposal, outcome=outcome, at=acting.at, **more)
    row.decided_by, row.name = by.id, by.name[:NAME_MOST]
    codes = {"surge": str(surge_id), "proposal": proposal.value, "outcome": outcome.value}
    told = acting.about() | {"surge_id": surge_id, "proposal": proposal.value, "outcome": outcome.value, "made_id": row.made_id}
    fact = events.ProposalDecided(**told)
    acting.leave(fact, row, words=row.reason or row.made_number, **codes)
