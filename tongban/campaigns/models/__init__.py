"""Nouns of `campaigns`."""

from tongban.campaigns.models.campaign import Campaign, CampaignMeasure, CampaignStepRow
from tongban.campaigns.models.corrected import EffectCorrectionRow, EffectRow
from tongban.campaigns.models.linked import CampaignRating, Link
