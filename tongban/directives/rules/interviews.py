"""Which act may follow in which state of an interview, and who does it."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.directives.rules.orders import By
from tongban.directives.terms import InterviewAct, InterviewState, WrongState


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the life of an interview."""

    state: InterviewState | None
    act: InterviewAct
    becomes: InterviewState
    by: By


S, A = InterviewState, InterviewAct
EDGES = (
    Edge(None, A.CONFIRM, S.CONFIRMED, By.SUPERVISOR),
    Edge(None, A.DISMISS, S.DISMISSED, By.SUPERVISOR),
    Edge(S.CONFIRMED, A.SCHEDULE, S.SCHEDULED, By.SUPERVISOR),
    Edge(S.SCHEDULED, A.SCHEDULE, S.SCHEDULED, By.SUPERVISOR),  # another day
    Edge(S.SCHEDULED, A.HOLD, S.HELD, By.SUPERVISOR),
    Edge(S.HELD, A.PROMISE, S.PROMISED, By.UNIT),
    Edge(S.PROMISED, A.REMIND, S.PROMISED, By.SYSTEM),
    Edge(S.PROMISED, A.CLOSE, S.CLOSED, By.CHECKER),
)
_BY_EDGE = {(each.state, each.act): each for each in EDGES}


def edge(state: InterviewState | None, act: InterviewAct) -> Edge:
    """The edge an act takes from a state. Raises WrongState when there is none."""
    found = _BY_EDGE.get((state, act))
    if found is None:
        raise WrongState(f"{act} does not follow in state {state}")
    return found


def part(act: InterviewAct) -> By:
    """Who does this act, in whatever state."""
    return next(each.by for each in EDGES if each.act is act)


def edges_from(state: InterviewState) -> tuple[Edge, ...]:
    """Every edge that leaves a state or stays in it."""
    return tuple(each for each in EDGES if each.state is state)
