"""Campaigns on the same topic and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.campaigns import queries as campaign_queries
from tongban.reports.rules.related import same_matter
from tongban.reports.terms import RelatedCampaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tongban.campaigns.terms import CampaignLine

AT_ONCE = 100


def campaigns_on(category: str, area: str, *, at: datetime) -> tuple[RelatedCampaign, ...]:
    """Those that are or were about it, as everybody reads them, the newest first, with what came of them."""
    found = [each for each in _all(at) if same_matter(category, area, each.category, each.area)]
    return tuple(
        RelatedCampaign(
            number=each.number,
            name=each.name,
            state=each.state,
            begins_on=each.begins_on,
            ends_on=each.ended_on or each.ends_on,
            result=campaign_queries.public_campaign(each.number, at=at).results,
        )
        for each in found
    )


def _all(at: datetime) -> Iterator[CampaignLine]:
    after, more = "", True
    while more:
        page = campaign_queries.public_campaigns(at=at, after=after, limit=AT_ONCE)
        yield from page.lines
        after, more = page.next, bool(page.next)
