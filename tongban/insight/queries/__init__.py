"""Questions of `insight`."""

from tongban.insight.queries.audit import audit
from tongban.insight.queries.published import true_surges
from tongban.insight.queries.reported import detection, detection_until, same_matter
from tongban.insight.queries.surges import detections, false_alarms, surge, surges
from tongban.insight.queries.trends import level_trends, movers, trends
from tongban.insight.queries.watches import shared_watches, watch, watches, watches_over, watches_to_count
