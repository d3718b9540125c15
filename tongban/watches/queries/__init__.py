"""Questions of `watches`."""

from tongban.watches.queries.audit import audit
from tongban.watches.queries.watches import shared_watches, watch, watches, watches_over, watches_to_count
