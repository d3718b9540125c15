"""Verbs of `campaigns`."""

from tongban.campaigns.actions.correcting import confirm_effect_correction, dismiss_effect_correction, propose_effect_correction
from tongban.campaigns.actions.deciding import approve_campaign, approve_results, give_up_campaign, write_results
from tongban.campaigns.actions.drafting import add_measure, draft_campaign, rewrite_campaign
from tongban.campaigns.actions.ending import measure_effect, rate_campaign, tell_authors
from tongban.campaigns.actions.linking import link_matching, link_message, unlink_message
