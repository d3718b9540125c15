"""Nouns of `campaigns`."""

from tongban.campaigns.models.campaign import Campaign, CampaignMeasure, CampaignStepRow
from tongban.campaigns.models.linked import CampaignRating, EffectRow, Link
