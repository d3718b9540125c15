"""Facts of `campaigns`: ids, times and short codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfCampaign(Fact):
    aggregate: ClassVar[str] = "campaign"

    campaign_id: UUID


@dataclass(frozen=True, kw_only=True)
class CampaignDrafted(OfCampaign):
    ground: str


@dataclass(frozen=True, kw_only=True)
class CampaignRewritten(OfCampaign):
    version: int


@dataclass(frozen=True, kw_only=True)
class CampaignApproved(OfCampaign):
    """It runs, and everybody reads it."""


@dataclass(frozen=True, kw_only=True)
class CampaignGivenUp(OfCampaign):
    opened: bool


@dataclass(frozen=True, kw_only=True)
class MeasureAdded(OfCampaign):
    public: bool


@dataclass(frozen=True, kw_only=True)
class MessagesLinked(OfCampaign):
    how: str
    count: int


@dataclass(frozen=True, kw_only=True)
class MessageUnlinked(OfCampaign):
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResultsWritten(OfCampaign):
    version: int


@dataclass(frozen=True, kw_only=True)
class CampaignEnded(OfCampaign):
    pass


@dataclass(frozen=True, kw_only=True)
class AuthorsTold(OfCampaign):
    count: int


@dataclass(frozen=True, kw_only=True)
class CampaignRated(OfCampaign):
    solved: bool
    satisfaction: int


@dataclass(frozen=True, kw_only=True)
class EffectMeasured(OfCampaign):
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class EffectCorrectionProposed(OfCampaign):
    """It waits for a second person."""

    withdraws: bool


@dataclass(frozen=True, kw_only=True)
class EffectCorrectionDecided(OfCampaign):
    """Where `confirmed`, the effect was counted again, or with `withdraws` is shown no more."""

    confirmed: bool
    withdraws: bool
