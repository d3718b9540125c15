"""Questions of `supervision`."""

from tongban.supervision.queries.audit import audit
from tongban.supervision.queries.city import forget, is_on, release, release_at, switched_on, switches
from tongban.supervision.queries.ranking import corrections, exclusions, proposals, ranking, rankings, recomputed, weeks_to_close
