"""Which act follows in which state, of a message and of an order: the whole tables."""

import pytest

from tongban.board.rules.transitions import STEPS, TRANSITIONS, By, acts_in, roles, step, transition
from tongban.board.terms import OPEN_ORDERS, SETTLED_ORDERS, Act, MessageState, OrderState, WrongState

S = MessageState
HANDLED = (S.ASSIGNED, S.HANDLING, S.REOPENED)
OPEN = (S.RECEIVED, S.ACCEPTED, *HANDLED)
IN = {
    Act.POST: {None},
    Act.ACCEPT: {S.RECEIVED},
    Act.REFUSE: {S.RECEIVED, S.ACCEPTED},
    Act.ASSIGN: {*OPEN},
    Act.TAKE: {S.ACCEPTED, *HANDLED},
    Act.RETURN: {S.ASSIGNED},
    Act.PASS_DOWN: {*HANDLED},
    Act.PASS_UP: {S.HANDLING},
    Act.TAKE_OVER: {*HANDLED},
    Act.JOIN: {S.HANDLING},
    Act.FINISH_PART: {S.ACCEPTED, *HANDLED},
    Act.CONTACT: {*HANDLED, S.ANSWERED},
    Act.REVEAL: {*OPEN, S.ANSWERED},
    Act.HAND_OVER: {*OPEN},
    Act.NOTE: {*S},
    Act.ANSWER: {S.RECEIVED, S.ACCEPTED},
    Act.DRAFT: {S.HANDLING},
    Act.PUBLISH: {S.HANDLING},
    Act.ASK_EXTENSION: {S.ASSIGNED, S.HANDLING},
    Act.DECIDE_EXTENSION: {S.ASSIGNED, S.HANDLING},
    Act.DECIDE_SUGGESTION: {S.HANDLING},
    Act.MERGE: {S.RECEIVED, S.ACCEPTED, S.ASSIGNED, S.HANDLING},
    Act.UNMERGE: {S.CLOSED},
    Act.RATE: {S.ACCEPTED, *HANDLED, S.ANSWERED, S.CLOSED},
    Act.REOPEN: {S.ANSWERED, S.CLOSED},
    Act.CALL_BACK: {S.ANSWERED, S.CLOSED},
    Act.CLEAR: {*S},
    Act.URGE: {S.ACCEPTED, *HANDLED},
    Act.SCREEN: {*S},
    Act.WITHDRAW: {*OPEN},
    Act.ESCALATE: {S.ACCEPTED, *HANDLED},
    Act.CLOSE: {S.ANSWERED},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", [None, *S])
def test_every_act_in_every_state(state: MessageState | None, act: Act) -> None:
    if state in IN[act]:
        assert transition(state, act).act is act
    else:
        with pytest.raises(WrongState):
            transition(state, act)


def test_every_state_is_reached_from_the_beginning() -> None:
    reached: set[MessageState] = set()
    waiting: list[MessageState | None] = [None]
    while waiting:
        state = waiting.pop()
        for edge in TRANSITIONS:
            if edge.state is state:
                waiting += edge.becomes - reached
                reached |= edge.becomes
    assert reached == set(S)


def test_every_act_has_somebody_who_does_it_and_every_edge_is_there_once() -> None:
    assert all(roles(act) for act in Act)
    assert len({(each.state, each.act) for each in TRANSITIONS}) == len(TRANSITIONS)
    assert len({(each.state, each.act) for each in STEPS}) == len(STEPS)
    assert {role for each in TRANSITIONS for role in each.by} == set(By)


def test_whoever_writes_does_not_approve_and_whoever_answers_does_not_call_back() -> None:
    assert roles(Act.PUBLISH) == {By.APPROVER}
    assert roles(Act.DECIDE_EXTENSION) == {By.ABOVE}
    assert roles(Act.ANSWER) == {By.DUTY}
    assert roles(Act.CALL_BACK) == {By.CALLER}
    assert roles(Act.CLOSE) == roles(Act.ESCALATE) == {By.SYSTEM}


def test_what_is_answered_or_closed_comes_back_by_a_rating_a_call_or_the_level_above_only() -> None:
    back = {edge.act for state in (S.ANSWERED, S.CLOSED) for edge in acts_in(state) if edge.becomes & set(OPEN)}
    assert back == {Act.RATE, Act.CALL_BACK, Act.REOPEN, Act.UNMERGE}


def test_an_order_is_reached_in_every_state_and_ends() -> None:
    by_edge = {each.becomes for each in STEPS}
    assert by_edge == set(OrderState)
    assert not [each for each in STEPS if each.state in SETTLED_ORDERS], "what is settled stays so"
    assert set(OPEN_ORDERS) | set(SETTLED_ORDERS) == set(OrderState)


def test_what_is_no_step_is_refused() -> None:
    with pytest.raises(WrongState):
        step(OrderState.DONE, Act.TAKE)
    assert step(OrderState.ASSIGNED, Act.RETURN) is OrderState.LEAVING
