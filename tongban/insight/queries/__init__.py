"""Questions of `insight`."""

from tongban.insight.queries.audit import audit
from tongban.insight.queries.curves import curve
from tongban.insight.queries.missed import missed
from tongban.insight.queries.published import true_surges
from tongban.insight.queries.reported import detection, detection_until, same_matter
from tongban.insight.queries.surges import detections, false_alarms, newest_detection, surge, surges, verdicts
from tongban.insight.queries.trends import level_trends, movers, trends
