"""Pure decisions about duty: who is on turn, who is called in which order, what a roster's file says. No database, no clock."""
# pyright: reportUnusedImport=false

from tongban.duty.rules.lines import line, next_in_line, on_turn
from tongban.duty.rules.reading import contact_data, contact_of, person_data, person_of, plan_of, roster_of
