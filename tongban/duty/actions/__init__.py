"""Verbs of `duty`."""

from tongban.duty.actions.callouts import acknowledge, call_again, call_out, pass_on, stand_down
from tongban.duty.actions.desk import acknowledge_note, begin_shift, end_shift, write_note
from tongban.duty.actions.rosters import change_roster, load_duty, withdraw_change
