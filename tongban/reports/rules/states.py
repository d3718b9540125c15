"""What follows on what in the life of a report, and whose part it is."""

from __future__ import annotations

from enum import StrEnum

from tongban.reports.terms import ReportAct, ReportState, WrongState


class Part(StrEnum):
    ANALYST = "analyst"  # who words it
    APPROVER = "approver"  # another person, of those who supervise or lead
    SUPERVISOR = "supervisor"  # who issues orders and opens campaigns


OPEN = (ReportState.DRAWN, ReportState.SENT_BACK)
EDGES: dict[ReportAct, tuple[Part, tuple[ReportState, ...], ReportState | None]] = {
    ReportAct.EDIT: (Part.ANALYST, OPEN, None),
    ReportAct.SUBMIT: (Part.ANALYST, OPEN, ReportState.SUBMITTED),
    ReportAct.SEND_BACK: (Part.APPROVER, (ReportState.SUBMITTED,), ReportState.SENT_BACK),
    ReportAct.APPROVE: (Part.APPROVER, (ReportState.SUBMITTED,), ReportState.APPROVED),
    ReportAct.ISSUE_ORDER: (Part.SUPERVISOR, (ReportState.APPROVED,), None),
    ReportAct.OPEN_CAMPAIGN: (Part.SUPERVISOR, (ReportState.APPROVED,), None),
    ReportAct.REJECT: (Part.SUPERVISOR, (ReportState.APPROVED,), None),
}


def part(act: ReportAct) -> Part:
    """Whose it is."""
    return EDGES[act][0]


def becomes(state: ReportState, act: ReportAct) -> ReportState:
    """The state after an act. Raises WrongState."""
    _, states, after = EDGES[act]
    if state not in states:
        raise WrongState(f"{act} of a report that is {state}")
    return after or state


def open_to(state: ReportState, parts: frozenset[Part]) -> frozenset[ReportAct]:
    """What somebody with these parts may do now."""
    return frozenset(act for act, (who, states, _) in EDGES.items() if who in parts and state in states)
