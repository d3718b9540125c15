"""Campaigns as everybody reads them, from the moment they are open. No unit on trial is named, and no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.board.queries.pages import MOST, beyond, page
from tongban.campaigns.models import Campaign, Link
from tongban.campaigns.queries.places import unit_name
from tongban.campaigns.queries.telling import corrections, lines, measure_lines, measured, ratings
from tongban.campaigns.terms import CampaignLine, CampaignName, CampaignState, Lead, PublicCampaign
from tongban.supervision.queries import switched_on

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Page

LINES = 30
QUOTED = 50
READ = 2000  # links that are looked through for messages that are displayed


def public_campaigns(*, at: datetime, after: str = "", limit: int = LINES) -> Page[CampaignLine]:
    """All that were opened, the newest first."""
    limit = max(1, min(limit, MOST))
    rows = list(Campaign.objects.public().filter(beyond(after, "opened_at")).order_by("-opened_at", "-pk")[: limit + 1])
    told = lines(rows, switched_on(at))
    return page(rows, limit, lambda row: told[row.pk], lambda row: (row.opened_at, row.pk))


def public_campaign(number: str, *, at: datetime) -> PublicCampaign:
    """One of them, with the newest of its messages that are displayed. Refuses: UnknownCampaign."""
    row = Campaign.objects.public().of_number(number.replace("\x00", ""))
    on = switched_on(at)
    parts = (unit_name(each["unit"], each["does"], on) for each in row.parts)
    ids = row.links.for_everybody().order_by("-at", "-pk").values_list("message_id", flat=True)[:READ]
    over, corrected = row.ended_at is not None, corrections(row, inside=False)
    return PublicCampaign(
        line=lines([row], on)[row.pk],
        why=row.why,
        lead_person=Lead(row.lead_unit, row.lead_name, row.lead_post) if row.lead_unit in on else None,
        parts=tuple(each for each in parts if not each.on_trial),
        measures=measure_lines(row.measures.filter(public=True)),
        results=row.results if over else "",
        given_up_for=row.given_up_for,
        given_up_at=row.settled_at if row.state == CampaignState.GIVEN_UP else None,
        messages=board_queries.lines_of(list(ids), at=at, limit=QUOTED),
        ratings=ratings(row),
        rating_until=row.rating_until,
        rating_open=row.is_rated_at(at),
        effect=measured(row) if over else None,
        corrections=corrected,
        changed_at=max([row.changed_at, *(each.at for each in corrected if each.at)]),
    )


def newest_change() -> datetime | None:
    """When any of them last changed, for conditional reads of the list."""
    return Campaign.objects.public().order_by("-changed_at").values_list("changed_at", flat=True).first()


def campaigns_of(message_id: UUID) -> tuple[CampaignName, ...]:
    """The campaigns to which a message belongs, as far as everybody reads them, the newest first."""
    held = Link.objects.held().filter(message_id=message_id).values("campaign")
    return tuple(name_of(row) for row in Campaign.objects.public().filter(pk__in=held).order_by("-opened_at", "-pk"))


def name_of(row: Campaign) -> CampaignName:
    """By what others refer to it."""
    return CampaignName(row.number, row.name, CampaignState(row.state), row.ended_at, row.rating_until)
