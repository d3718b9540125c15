"""Questions of `snapshots`. Counts need the extra, and are for jobs: pages read what jobs have kept."""

from tongban.snapshots.queries.audit import audit
from tongban.snapshots.queries.counts import cell_messages, rated_weeks, unit_figures, weekly_counts, weekly_counts_of
from tongban.snapshots.queries.snapshots import snapshots
from tongban.snapshots.queries.words import data, said, said_in, units_behind, units_of
