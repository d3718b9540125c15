"""Tables of `duty`."""

from tongban.duty.models.callout import Call, CallOut, Joined
from tongban.duty.models.desk import Note, NoteReading, Shift
from tongban.duty.models.roster import Change, Plan, Roster
