"""Questions of `duty`."""

from tongban.duty.queries.callouts import called, callout, callouts_of, open_callouts
from tongban.duty.queries.desk import handover_notes, on_shift, overview
from tongban.duty.queries.lines import on_duty, plan, roster
