"""What the ledger remembers of campaigns and of what belongs to them. New columns come last."""

from tongban.campaigns.models.campaign import Campaign, CampaignMeasure, CampaignStepRow
from tongban.campaigns.models.corrected import EffectCorrectionRow, EffectRow
from tongban.campaigns.models.linked import CampaignRating, Link
from tongban.kernel.imprints import Watched

WRITTEN = "number release ground ground_id drafted_at name category area words why lead_unit lead_name lead_post parts begins_on ends_on"
FOLLOWED = "state version written_by opened_at results ended_at ended_on rating_until given_up_for changed_at settled_at"
LINKED = "message_id report author_id how linked_by at removed_by removed_for removed_at told_at"
CORRECTED = "shown withdraws reason recounted state proposed_by proposer proposed_at decided_by decided_at"
CAMPAIGN = Watched(Campaign, (*WRITTEN.split(), *FOLLOWED.split()), "id")
OF_CAMPAIGN = (
    Watched(CampaignMeasure, ("taken_on", "words", "public", "actor_id", "actor_name", "at")),
    Watched(CampaignStepRow, ("act", "words", "actor_id", "actor_name", "at")),
    Watched(Link, tuple(LINKED.split()), "id"),
    Watched(CampaignRating, ("rater", "message_id", "solved", "satisfaction", "words", "at")),
    Watched(EffectRow, ("measured_on", "provisional", "counts", "at")),
    Watched(EffectCorrectionRow, tuple(CORRECTED.split()), "id"),
)
WATCHED = {each.table: each for each in (CAMPAIGN, *OF_CAMPAIGN)}
