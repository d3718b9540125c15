"""Which act may follow in which state, who does it, and the law it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongban.cases.terms import Act, CaseState, End, WrongState
from tongban.catalog.terms import Does


class Role(StrEnum):
    """Who does an act."""

    APPLICANT = "applicant"  # the applicant, or an agent with a mandate
    DESK = "desk"  # staff at the desk of the step
    WINDOW = "window"  # staff at the desk that accepts
    SYSTEM = "system"  # the clock


@dataclass(frozen=True, slots=True)
class Transition:
    """One edge of a case's life. `does` is the kind of step a desk acts on; `end` is open where the decision tells it."""

    state: CaseState | None
    act: Act
    becomes: CaseState
    role: Role
    basis: str
    does: Does | None = None
    end: End | None = None


LICENSING = "Administrative Licensing Law, art. "
RECEIVED, CORRECTING, HANDLING, ENDED = CaseState.RECEIVED, CaseState.CORRECTING, CaseState.HANDLING, CaseState.ENDED
TAKEN_BACK = LICENSING + "29: who applies may take it back until it is decided"

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, Act.SUBMIT, RECEIVED, Role.APPLICANT, LICENSING + "29"),
    Transition(RECEIVED, Act.CHECK, RECEIVED, Role.DESK, LICENSING + "26", Does.CHECK),
    Transition(RECEIVED, Act.ASK_CORRECTION, CORRECTING, Role.WINDOW, LICENSING + "32(1)(4)"),
    Transition(CORRECTING, Act.CORRECT, RECEIVED, Role.APPLICANT, LICENSING + "32(1)(5)"),
    Transition(RECEIVED, Act.ACCEPT, HANDLING, Role.DESK, LICENSING + "32(1)(5)", Does.ACCEPT),
    Transition(RECEIVED, Act.DECLINE, ENDED, Role.DESK, LICENSING + "32(1)(1)-(2)", Does.ACCEPT, End.DECLINED),
    Transition(RECEIVED, Act.DEEM_ACCEPTED, HANDLING, Role.SYSTEM, LICENSING + "32(1)(4)"),
    Transition(
        CORRECTING,
        Act.RETURN_UNCORRECTED,
        ENDED,
        Role.SYSTEM,
        "the release's correction_days, a rule of the city; " + LICENSING + "32(1)(4) sets none",
        end=End.RETURNED,
    ),
    Transition(HANDLING, Act.REVIEW, HANDLING, Role.DESK, LICENSING + "26 and 34", Does.REVIEW),
    Transition(HANDLING, Act.DECIDE, ENDED, Role.DESK, LICENSING + "37 and 38", Does.DECIDE),
    Transition(RECEIVED, Act.WITHDRAW, ENDED, Role.APPLICANT, TAKEN_BACK, end=End.WITHDRAWN),
    Transition(CORRECTING, Act.WITHDRAW, ENDED, Role.APPLICANT, TAKEN_BACK, end=End.WITHDRAWN),
    Transition(HANDLING, Act.WITHDRAW, ENDED, Role.APPLICANT, TAKEN_BACK, end=End.WITHDRAWN),
)
_BY_EDGE = {(each.state, each.act): each for each in TRANSITIONS}


def transition(state: CaseState | None, act: Act) -> Transition:
    """The edge an act takes from a state. Raises WrongState when there is none."""
    found = _BY_EDGE.get((state, act))
    if found is None:
        raise WrongState(f"{act} does not follow in state {state}")
    return found


def roles(act: Act) -> frozenset[Role]:
    """Who ever does this act."""
    return frozenset(each.role for each in TRANSITIONS if each.act is act)


def acts_in(state: CaseState) -> tuple[Transition, ...]:
    """Every edge that leaves a state."""
    return tuple(each for each in TRANSITIONS if each.state is state)
