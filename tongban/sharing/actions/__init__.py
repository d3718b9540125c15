"""Verbs of showing and sharing, the only writers of this module's tables (whoever fetches a copy has it drawn and marked as well)."""

from tongban.sharing.actions.consumers import (
    grant_right,
    issue_consumer_token,
    register_consumer,
    register_consumer_key,
    revoke_right,
    suspend_consumer,
)
from tongban.sharing.actions.copies import delete_copy, make_copy, take_back
from tongban.sharing.actions.counter import close_visit, open_visit, show_at_counter, take_code
from tongban.sharing.actions.grants import grant_use, revoke_use
from tongban.sharing.actions.interface import share_copy
from tongban.sharing.actions.showing import open_showing, show
