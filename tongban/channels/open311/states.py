"""How far a message is, in the words of GeoReport and of `servicerequestupdates`. docs/open311.md has the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import End, MessageState, Reported, TrackKind
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from tongban.board.terms import RequestLine, Step

OPEN = {
    MessageState.RECEIVED: "FOR_TRIAGE",
    MessageState.ACCEPTED: "INVESTIGATING",
    MessageState.ASSIGNED: "INVESTIGATING",
    MessageState.HANDLING: "IN_PROGRESS",
    MessageState.REOPENED: "REOPEN",
}
ENDED = {
    End.UNSOLVABLE: "NO_FURTHER_ACTION",
    End.REFUSED: "NOT_COUNCILS_RESPONSIBILITY",
    End.REFERRED: "INTERNAL_REFERRAL",
    End.MERGED: "DUPLICATE",
    End.WITHDRAWN: "CANCELLED",
}
STEPS = {
    TrackKind.ACCEPTED: "INVESTIGATING",
    TrackKind.ASSIGNED: "INVESTIGATING",
    TrackKind.TAKEN: "IN_PROGRESS",
    TrackKind.REOPENED: "REOPEN",
    TrackKind.REFUSED: "NOT_COUNCILS_RESPONSIBILITY",
    TrackKind.MERGED: "DUPLICATE",
}
NOTHING_TO_FIX = (Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE)
# What a unit's system may say, as what the unit does.
REPORTED = {
    "OPEN": Reported.WORKING,
    "INVESTIGATING": Reported.WORKING,
    "IN_PROGRESS": Reported.WORKING,
    "ACTION_SCHEDULED": Reported.WORKING,
    "DUPLICATE": Reported.WORKING,
    "FIXED": Reported.ANSWERED,
    "CLOSED": Reported.ANSWERED,
    "NO_FURTHER_ACTION": Reported.UNSOLVABLE,
    "NOT_COUNCILS_RESPONSIBILITY": Reported.NOT_OURS,
    "INTERNAL_REFERRAL": Reported.NOT_OURS,
}


def detailed(line: RequestLine) -> str:
    """The word of an update for where a message stands now."""
    if not line.is_closed:
        return OPEN.get(line.state, "OPEN")
    return _closed(line.end or line.reply_end, line.kind)


def of_step(step: Step) -> str:
    """The word of an update for a step."""
    if step.kind in STEPS:
        return STEPS[step.kind]
    return _closed(End(step.end) if step.end else None, step.message_kind)


def _closed(end: End | None, kind: Kind) -> str:
    return ENDED.get(end or End.ANSWERED) or ("CLOSED" if kind in NOTHING_TO_FIX else "FIXED")
