"""Questions of `insight`."""

from tongban.insight.queries.audit import audit
from tongban.insight.queries.surges import detections, false_alarms, surge, surges
