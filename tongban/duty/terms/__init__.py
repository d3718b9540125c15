"""Words of `duty`."""
# pyright: reportUnusedImport=false

from tongban.duty.terms.callouts import Called, CallLine, CallOutState, CallOutView, JoinedLine, Matter, Urgency
from tongban.duty.terms.desk import HandOver, NoteRead, Overview, ShiftView
from tongban.duty.terms.refusals import (
    AlreadyAcknowledged,
    AlreadyCalledOut,
    AlreadyOnShift,
    CallOutOver,
    Denied,
    DeskLeftEmpty,
    FaultyDuty,
    ImpossiblePeriod,
    NoDuty,
    NotDue,
    NotOnShift,
    Refusal,
    StillCalling,
    UnknownCallOut,
    UnknownChange,
    UnknownCode,
    UnknownNote,
    UnknownReason,
    UnknownUnit,
    UnusablePhone,
    WordsMissing,
)
from tongban.duty.terms.rosters import (
    ChangeView,
    Contact,
    Days,
    Person,
    Plan,
    Reason,
    Roster,
    RosterView,
    Rotation,
    Source,
    Substitute,
    Turn,
)
