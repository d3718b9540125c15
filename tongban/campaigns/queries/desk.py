"""Campaigns as supervisors see all of them, and units that take part those that run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.board import queries as board_queries
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.terms import Satisfaction
from tongban.campaigns import access
from tongban.campaigns.models import Campaign
from tongban.campaigns.queries.places import unit_name
from tongban.campaigns.queries.telling import corrections, lines, measure_lines, measured, rated, ratings
from tongban.campaigns.rules import life
from tongban.campaigns.rules.life import By
from tongban.campaigns.terms import (
    CampaignAct,
    CampaignLine,
    CampaignState,
    CampaignStep,
    CampaignView,
    How,
    Lead,
    LinkedMessage,
    RatingLine,
    UnknownCampaign,
)
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision.queries import release, switched_on
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Page
    from tongban.identity.terms import Actor

LINES = 30
LINKS = 100
SAID = 50
SHELVES = ("running", "drafted", "ended", "all")
STATES = {
    "running": [CampaignState.RUNNING],
    "drafted": [CampaignState.DRAFTED],
    "ended": [CampaignState.ENDED, CampaignState.EVALUATED],
}


def campaigns(by: Actor, *, at: datetime, shelf: str = "all", after: str = "", limit: int = LINES) -> Page[CampaignLine]:
    """A shelf of campaigns, the newest first: running, drafted, ended; anything else: all. Refuses: NoSupervision, Denied."""
    seen = _seen(by, at)
    if seen is None:
        raise Denied("for supervisors, and for the desks at which units answer")
    limit = max(1, min(limit, MOST))
    wanted = Q(state__in=STATES[shelf]) if shelf in STATES else Q()
    found = Campaign.objects.filter(seen, wanted, beyond(after, "drafted_at")).order_by("-drafted_at", "-pk")
    rows = list(found[: limit + 1])
    told = lines(rows, _named(by, at))
    return page(rows, limit, lambda row: told[row.pk], lambda row: (row.drafted_at, row.pk))


def campaign(campaign_id: UUID, *, by: Actor, at: datetime) -> CampaignView:
    """A campaign with its history, its messages by number as far as this actor may open them, and what may be done now. Reports are in
    no list and no count, but for whoever supervises.

    Refuses: NoSupervision, UnknownCampaign.
    """
    seen = _seen(by, at)
    row = Campaign.objects.filter(seen, pk=campaign_id).first() if seen is not None else None
    if row is None:
        raise UnknownCampaign(str(campaign_id))
    on = _named(by, at)
    city = release()
    reports = access.meets_reports(by, city)
    held = row.links.held() if reports else row.links.for_everybody()
    return CampaignView(
        line=lines([row], on)[row.pk],
        **{name: getattr(row, name) for name in ("version", "ground_id", "why", "results", "given_up_for", "rating_until")},
        lead=Lead(row.lead_unit, row.lead_name, row.lead_post),
        parts=tuple(unit_name(each["unit"], each["does"], switched_on(at)) for each in row.parts),
        measures=measure_lines(row.measures.all()),
        links=_links(row, by, reports=reports),
        counted=tuple((How(how), n) for how, n in sorted(Counter(held.values_list("how", flat=True)).items())),
        reports=held.filter(report=True).count(),
        ratings=ratings(row, reports=reports),
        said=_said(row, reports=reports) if access.sees_all(by, city) else (),
        effect=measured(row),
        corrections=corrections(row, inside=access.sees_all(by, city)),
        steps=tuple(CampaignStep(CampaignAct(each.act), each.at, each.actor_name, each.words) for each in row.steps.order_by("pk")),
        open_to=_open_to(row, by),
    )


def require(act: CampaignAct, *, by: Actor) -> None:
    """Whether somebody does this in some state: before a page looks at what was typed. Refuses: NoSupervision, Denied."""
    access.require_one_of(by, act, release())


def _seen(by: Actor, at: datetime) -> Q | None:
    """Rows that an actor sees: supervisors all, a unit that is switched on those in which it takes part, once they are open. None: none."""
    if access.sees_all(by, release()):
        return Q()
    mine = access.units_of(by, responsibilities_queries.board().approver_desk)
    if not mine:
        return None
    on = sorted(mine & switched_on(at))
    taking_part = Q(lead_unit__in=on)
    for unit in on:
        taking_part |= Q(parts__contains=[{"unit": unit}])
    return taking_part & Q(opened_at__isnull=False)


def _named(by: Actor, at: datetime) -> frozenset[str]:
    """The units that this actor may read of as leading: supervisors all."""
    if access.sees_all(by, release()):
        return frozenset(each.code for each in responsibilities_queries.units(responsibilities_queries.board()))
    return switched_on(at)


def _links(row: Campaign, by: Actor, *, reports: bool) -> tuple[LinkedMessage, ...]:
    """The newest, those that were removed among them."""
    there = row.links.all() if reports else row.links.filter(report=False)
    found = list(there.order_by("-at", "-pk")[:LINKS])
    numbers = board_queries.numbers_of([each.message_id for each in found], by=by)
    return tuple(
        LinkedMessage(each.message_id, numbers[each.message_id], How(each.how), each.at, each.removed_at, each.removed_for)
        for each in found
        if each.message_id in numbers
    )


def _said(row: Campaign, *, reports: bool) -> tuple[RatingLine, ...]:
    """The newest that say more than a level."""
    found = rated(row, reports=reports).exclude(words="").order_by("-pk")[:SAID]
    return tuple(RatingLine(each.solved, Satisfaction(each.satisfaction), each.words, each.at) for each in found)


def _open_to(row: Campaign, by: Actor) -> frozenset[CampaignAct]:
    city = release()
    edges = [each for each in life.leaving(CampaignState(row.state)) if access.plays(by, each.by, city)]
    found = frozenset(each.act for each in edges if each.by is not By.APPROVER or by.id not in row.worded_by(each.act))
    return found - _not_yet(row)


def _not_yet(row: Campaign) -> frozenset[CampaignAct]:
    """What there is nothing for: results to be approved, an effect to be corrected, a correction to be decided on."""
    waits = row.corrections.waiting().exists()
    there = {
        CampaignAct.APPROVE_RESULTS: bool(row.results),
        CampaignAct.CORRECT_EFFECT: not waits and row.effects.exists(),
        CampaignAct.CONFIRM_CORRECTION: waits,
        CampaignAct.DISMISS_CORRECTION: waits,
    }
    return frozenset(act for act, is_there in there.items() if not is_there)
