"""Verbs of `notices`."""

from tongban.notices.actions.calls import connect, record_connection, record_outcome, take_call
from tongban.notices.actions.sending import record_failure, record_sent
from tongban.notices.actions.telling import mark_read, notify, set_preference
