"""Questions of `supervision`."""

from tongban.supervision.queries.audit import audit
from tongban.supervision.queries.city import forget, is_on, release, release_at, supervised_since, switched_on, switches
from tongban.supervision.queries.counting import left_out_by
from tongban.supervision.queries.items import due_cases, due_messages, rated_messages
from tongban.supervision.queries.ranking import corrections, exclusions, proposals, ranking, rankings, recomputed, weeks_to_close
