"""Questions of `notices`."""

from tongban.notices.queries.calls import call, calls_of, incoming, is_from_exchange, to_connect
from tongban.notices.queries.inbox import inbox, notice, preferences, unread
from tongban.notices.queries.sending import deliveries_of, demo_outbox, failed, to_send
from tongban.notices.queries.wording import topics, wording
from tongban.notices.rules import number as dialled
