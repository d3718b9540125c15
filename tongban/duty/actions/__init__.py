"""Verbs of `duty`."""

from tongban.duty.actions.callouts import acknowledge, call_again, call_out, pass_on, stand_down
from tongban.duty.actions.desk import acknowledge_note, begin_shift, end_shift, write_note
from tongban.duty.actions.rosters import change_roster, load_duty, withdraw_change

__all__ = [
    "acknowledge",
    "acknowledge_note",
    "begin_shift",
    "call_again",
    "call_out",
    "change_roster",
    "end_shift",
    "load_duty",
    "pass_on",
    "stand_down",
    "withdraw_change",
    "write_note",
]
