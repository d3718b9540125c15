"""Whoever has something to do for a campaign is told at work: who approves, and the units that take part."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from tongban.campaigns import events
from tongban.campaigns.models import Campaign
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import facts
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Iterable

DESK_PAGE = "/desk/campaigns/{id}/"


@facts.subscriber(events.CampaignDrafted)
def tell_who_opens_it(fact: events.CampaignDrafted) -> None:
    _tell(fact, "to_approve", _approvers())


@facts.subscriber(events.ResultsWritten)
def tell_who_ends_it(fact: events.ResultsWritten) -> None:
    _tell(fact, "results_to_approve", _approvers())


@facts.subscriber(events.CampaignApproved)
def tell_the_units_that_take_part(fact: events.CampaignApproved) -> None:
    """Those that are switched on: what is on trial is told nothing."""
    row = Campaign.objects.of_id(fact.campaign_id)
    units = dict.fromkeys([row.lead_unit, *(each["unit"] for each in row.parts)])
    on, desk = supervision_queries.switched_on(fact.at), responsibilities_queries.board().approver_desk
    _tell(fact, "opened", [f"{unit}/{desk}" for unit in units if unit in on])


def _approvers() -> tuple[str, str]:
    desks = supervision_queries.release().desks
    return desks.second, desks.lead


def _tell(fact: events.OfCampaign, kind: str, desks: Iterable[str]) -> None:
    """Everybody at these desks, in their inbox at work; the same fact told twice is one notice."""
    row = Campaign.objects.of_id(fact.campaign_id)
    values = {"name": row.name, "number": row.number}
    for login_id in identity_queries.staff_at(list(desks)):
        to, key = Recipient(login_id=login_id, at_work=True), uuid.uuid5(row.pk, f"{login_id} {kind} {fact.at.isoformat()}")
        link = DESK_PAGE.format(id=row.pk)
        notices.notify(key=key, to=to, kind=f"campaigns.{kind}", values=values, by=SYSTEM, at=fact.at, link=link)
