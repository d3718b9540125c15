"""Questions of `insight`."""

from tongban.insight.queries.audit import audit
from tongban.insight.queries.counts import cell_messages, rated_weeks, unit_figures, weekly_counts, weekly_series
from tongban.insight.queries.snapshots import snapshots
from tongban.insight.queries.surges import detections, false_alarms, surge, surges

__all__ = [
    "audit",
    "cell_messages",
    "detections",
    "false_alarms",
    "rated_weeks",
    "snapshots",
    "surge",
    "surges",
    "unit_figures",
    "weekly_counts",
    "weekly_series",
]
