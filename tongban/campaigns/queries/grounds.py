"""What a campaign refers to, and the messages that come with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.campaigns.terms import CampaignGround, UnknownGround
from tongban.directives import queries as directive_queries
from tongban.insight import queries as insight_queries
from tongban.insight.terms import UnknownSurge

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

ASKS = 100
EVIDENCE = 1000  # messages of a surge that come with it


def evidence(ground: CampaignGround, ground_id: UUID | None, *, by: Actor, at: datetime) -> tuple[UUID, ...]:
    """The messages of a surge. A report is referred to by its id alone: it stands above; a request is one that was made.

    Raises UnknownGround.
    """
    if ground is CampaignGround.OWN:
        return ()
    if ground_id is None:
        if ground in (CampaignGround.SURGE, CampaignGround.REPORT):
            raise UnknownGround
        return ()  # a leader may ask by word of mouth
    if ground is CampaignGround.SURGE:
        try:
            return tuple(each.id for each in insight_queries.surge(ground_id, by=by, at=at, quoted=EVIDENCE).messages)
        except UnknownSurge as refusal:
            raise UnknownGround(str(ground_id)) from refusal
    if ground is CampaignGround.LEADER and ground_id not in {each.id for each in directive_queries.asks(by, at=at, limit=ASKS).lines}:
        raise UnknownGround(str(ground_id))
    return ()
