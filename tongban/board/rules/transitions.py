"""Which act may follow in which state of a message and of an order, who does it, and what it stands on.

Two tables. A message may become one of several states where the act itself tells which (a rating closes it or reopens it).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from tongban.board.terms import Act, MessageState, OrderState, WrongState


class By(StrEnum):
    """Who does an act."""

    AUTHOR = "author"  # whoever wrote it, by account or tracking code; whoever joined it, for a rating
    DUTY = "duty"  # the duty desk
    UNIT = "unit"  # the unit whose order it is
    APPROVER = "approver"  # the approver of that unit, or of one above it
    ABOVE = "above"  # the level above: a unit above it, or the duty desk
    CALLER = "caller"  # the city's desk that calls back
    SCREENER = "screener"  # the desk that screens what is displayed
    SUPERVISOR = "supervisor"  # a body of the joint desk that may supervise
    COMMENTER = "commenter"  # a body of the joint desk that may comment on what it sees
    SYSTEM = "system"  # dispatch, and the clock


@dataclass(frozen=True, slots=True)
class Transition:
    """One edge of the life of a message."""

    state: MessageState | None
    act: Act
    becomes: frozenset[MessageState]
    by: frozenset[By]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the life of an order: what its own unit's act makes of it."""

    state: OrderState | None
    act: Act
    becomes: OrderState


S = MessageState
RECEIVED, ACCEPTED, ASSIGNED, HANDLING, ANSWERED, REOPENED, CLOSED = S
TO_HANDLE = (ASSIGNED, HANDLING, REOPENED)
OPEN = (RECEIVED, ACCEPTED, *TO_HANDLE)
EVERY = tuple(S)
AGAIN = (REOPENED, ACCEPTED, ASSIGNED)  # by the unit that answered; what the desk answered itself goes to a unit like a new one

FIRST_LEADS = "after Beijing's regulation on 接诉即办 (2021): the first unit asked leads, and answers for it until another has taken it"
HELPS = "after Beijing's regulation on 接诉即办 (2021): other units must help the one that leads"
CHANNEL = "after Beijing's regulation on 接诉即办 (2021): what lies outside is answered with the right channel"
AT_ONCE = "GB/T 33358-2016: what the line can answer at once it answers itself"
FREE_RATING = "国办发〔2019〕51号: five levels, free, one matter one rating; GB/T 39734-2020"
BAD_RATING = "国办发〔2019〕51号 and GB/T 39734-2020, 9.3: a bad rating is called back, answered and put right"
CALLED = "GB/T 33358-2016 and 国办发〔2019〕51号: the city's line calls back"
TWO_PERSONS = "two persons: whoever asks or writes does not approve"
DANGER = "danger to life or property (PIPL art. 13(1)(4)): known without consent, with a reason on the track"


def _edges(
    states: tuple[MessageState | None, ...], act: Act, by: tuple[By, ...], becomes: tuple[MessageState, ...] | None = None, basis: str = ""
) -> tuple[Transition, ...]:
    """Edges of one act from several states; without `becomes` the state stays."""
    stays = [frozenset({state}) if state is not None else frozenset[MessageState]() for state in states]
    ends = [frozenset(becomes) if becomes else stay for stay in stays]
    return tuple(Transition(state, act, end, frozenset(by), basis) for state, end in zip(states, ends, strict=True))


TRANSITIONS: tuple[Transition, ...] = (
    *_edges((None,), Act.POST, (By.AUTHOR, By.DUTY, By.SYSTEM), (RECEIVED, ASSIGNED)),
    *_edges((RECEIVED,), Act.ACCEPT, (By.DUTY,), (ACCEPTED,)),
    *_edges((RECEIVED, ACCEPTED), Act.REFUSE, (By.DUTY,), (CLOSED,), CHANNEL),
    *_edges(OPEN, Act.ASSIGN, (By.DUTY,), (ASSIGNED,), FIRST_LEADS),
    *(each for state in (ACCEPTED, *TO_HANDLE) for each in _edges((state,), Act.TAKE, (By.UNIT,), (HANDLING, state), FIRST_LEADS)),
    *_edges((ASSIGNED,), Act.RETURN, (By.UNIT,), (ACCEPTED,), FIRST_LEADS),
    *_edges(TO_HANDLE, Act.PASS_DOWN, (By.UNIT,), (HANDLING,)),
    *_edges((HANDLING,), Act.PASS_UP, (By.UNIT,)),
    *_edges(TO_HANDLE, Act.TAKE_OVER, (By.ABOVE,), (HANDLING,)),
    *_edges((HANDLING,), Act.JOIN, (By.UNIT, By.DUTY), basis=HELPS),
    *_edges((ACCEPTED, *TO_HANDLE), Act.FINISH_PART, (By.UNIT,), basis=HELPS),
    *_edges((*TO_HANDLE, ANSWERED), Act.CONTACT, (By.UNIT, By.DUTY)),
    *_edges((*OPEN, ANSWERED), Act.REVEAL, (By.UNIT, By.DUTY), basis=DANGER),
    *_edges(OPEN, Act.HAND_OVER, (By.DUTY,), (*OPEN, CLOSED), DANGER),
    *_edges(EVERY, Act.NOTE, (By.UNIT, By.DUTY, By.SUPERVISOR, By.COMMENTER)),
    *_edges((RECEIVED, ACCEPTED), Act.ANSWER, (By.DUTY,), (ANSWERED,), AT_ONCE),
    *_edges((HANDLING,), Act.DRAFT, (By.UNIT,)),
    *_edges((HANDLING,), Act.PUBLISH, (By.APPROVER,), (ANSWERED,), TWO_PERSONS),
    *_edges((ASSIGNED, HANDLING), Act.ASK_EXTENSION, (By.UNIT,)),
    *_edges((ASSIGNED, HANDLING), Act.DECIDE_EXTENSION, (By.ABOVE,), basis=TWO_PERSONS),
    *_edges((HANDLING,), Act.DECIDE_SUGGESTION, (By.UNIT,)),
    *_edges((RECEIVED, ACCEPTED, ASSIGNED, HANDLING), Act.MERGE, (By.DUTY, By.UNIT), (CLOSED,)),
    *_edges((CLOSED,), Act.UNMERGE, (By.DUTY, By.UNIT), (ACCEPTED,)),
    *_edges((ANSWERED,), Act.RATE, (By.AUTHOR,), (ANSWERED, CLOSED, *AGAIN), FREE_RATING),
    *_edges((CLOSED,), Act.RATE, (By.AUTHOR,), (CLOSED, *AGAIN), FREE_RATING),  # by another author than the one whose rating closed it
    *_edges((ACCEPTED, *TO_HANDLE), Act.RATE, (By.AUTHOR,), basis=FREE_RATING),  # nor the one whose rating had it done once more
    *_edges((ANSWERED, CLOSED), Act.REOPEN, (By.DUTY, By.ABOVE), AGAIN, BAD_RATING),
    *_edges((ANSWERED, CLOSED), Act.CALL_BACK, (By.CALLER,), (ANSWERED, CLOSED, *AGAIN), CALLED),
    *_edges(EVERY, Act.CLEAR, (By.DUTY, By.SUPERVISOR)),
    *_edges((ACCEPTED, *TO_HANDLE), Act.URGE, (By.SUPERVISOR,)),
    *_edges(EVERY, Act.SCREEN, (By.SCREENER,)),  # also what was screened before; handling goes on
    *_edges(OPEN, Act.WITHDRAW, (By.AUTHOR,), (CLOSED,)),
    *_edges((ACCEPTED, *TO_HANDLE), Act.ESCALATE, (By.SYSTEM,)),
    *_edges((ANSWERED,), Act.CLOSE, (By.SYSTEM,), (CLOSED,)),
)
STEPS: tuple[Step, ...] = (
    Step(None, Act.ASSIGN, OrderState.ASSIGNED),
    Step(OrderState.LEAVING, Act.ASSIGN, OrderState.ASSIGNED),  # the desk asks the same unit again
    Step(OrderState.ASSIGNED, Act.TAKE, OrderState.TAKEN),
    Step(OrderState.LEAVING, Act.TAKE, OrderState.TAKEN),  # it has thought better of it
    Step(OrderState.ASSIGNED, Act.RETURN, OrderState.LEAVING),
    Step(OrderState.ASSIGNED, Act.PASS_DOWN, OrderState.PASSED_DOWN),
    Step(OrderState.TAKEN, Act.PASS_DOWN, OrderState.PASSED_DOWN),
    Step(OrderState.ASSIGNED, Act.PASS_UP, OrderState.RETURNED),
    Step(OrderState.TAKEN, Act.PASS_UP, OrderState.RETURNED),
    *(Step(state, Act.TAKE_OVER, OrderState.CANCELLED) for state in (OrderState.ASSIGNED, OrderState.TAKEN, OrderState.PASSED_DOWN)),
    Step(OrderState.TAKEN, Act.FINISH_PART, OrderState.DONE),
    Step(OrderState.TAKEN, Act.PUBLISH, OrderState.DONE),
    *(
        Step(state, act, state)
        for state, act in product(
            (OrderState.ASSIGNED, OrderState.TAKEN, OrderState.PASSED_DOWN), (Act.CONTACT, Act.ASK_EXTENSION, Act.DECIDE_EXTENSION)
        )
    ),
    *(Step(state, act, state) for state, act in product((OrderState.TAKEN, OrderState.PASSED_DOWN), (Act.JOIN, Act.DECIDE_SUGGESTION))),
    Step(OrderState.TAKEN, Act.DRAFT, OrderState.TAKEN),
    *(Step(state, Act.ESCALATE, state) for state in (OrderState.ASSIGNED, OrderState.LEAVING, OrderState.TAKEN, OrderState.PASSED_DOWN)),
)
STEP_ACTS = frozenset(each.act for each in STEPS)  # all others are done on the message, whatever the state of an order
_BY_EDGE = {(each.state, each.act): each for each in TRANSITIONS}
_BY_STEP = {(each.state, each.act): each.becomes for each in STEPS}


def transition(state: MessageState | None, act: Act) -> Transition:
    """The edge an act takes from a state of a message. Raises WrongState when there is none."""
    found = _BY_EDGE.get((state, act))
    if found is None:
        raise WrongState(f"{act} does not follow in state {state}")
    return found


def step(state: OrderState | None, act: Act) -> OrderState:
    """What an act makes of an order in this state. Raises WrongState when there is no such edge."""
    found = _BY_STEP.get((state, act))
    if found is None:
        raise WrongState(f"{act} does not follow for an order in state {state}")
    return found


def roles(act: Act) -> frozenset[By]:
    """Who ever does this act."""
    return frozenset(role for each in TRANSITIONS if each.act is act for role in each.by)


def acts_in(state: MessageState) -> tuple[Transition, ...]:
    """Every edge that leaves a state or stays in it."""
    return tuple(each for each in TRANSITIONS if each.state is state)
