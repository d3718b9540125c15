"""Questions of `campaigns`."""

from tongban.campaigns.queries.audit import audit
from tongban.campaigns.queries.desk import SHELVES, campaign, campaigns, require
from tongban.campaigns.queries.public import campaigns_of, newest_change, public_campaign, public_campaigns
from tongban.campaigns.queries.rating import to_rate
