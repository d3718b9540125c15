"""Which act follows in which state: the whole table, state by act."""

import pytest

from tongban.cases.rules.transitions import TRANSITIONS, Role, acts_in, roles, transition
from tongban.cases.terms import Act, CaseState, End, WrongState
from tongban.catalog.terms import Does

TABLE = {
    None: {Act.SUBMIT: CaseState.RECEIVED},
    CaseState.RECEIVED: {
        Act.CHECK: CaseState.RECEIVED,
        Act.ASK_CORRECTION: CaseState.CORRECTING,
        Act.ACCEPT: CaseState.HANDLING,
        Act.DECLINE: CaseState.ENDED,
        Act.DEEM_ACCEPTED: CaseState.HANDLING,
        Act.WITHDRAW: CaseState.ENDED,
    },
    CaseState.CORRECTING: {Act.CORRECT: CaseState.RECEIVED, Act.RETURN_UNCORRECTED: CaseState.ENDED, Act.WITHDRAW: CaseState.ENDED},
    CaseState.HANDLING: {Act.REVIEW: CaseState.HANDLING, Act.DECIDE: CaseState.ENDED, Act.WITHDRAW: CaseState.ENDED},
    CaseState.ENDED: {},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", [None, *CaseState])
def test_every_act_in_every_state(state, act) -> None:
    becomes = TABLE[state].get(act)
    if becomes is None:
        with pytest.raises(WrongState):
            transition(state, act)
    else:
        assert transition(state, act).becomes is becomes


def test_an_ended_case_stays_ended() -> None:
    assert acts_in(CaseState.ENDED) == ()


def test_every_edge_names_its_basis_and_there_is_one_for_each() -> None:
    assert all(each.basis for each in TRANSITIONS)
    assert len({(each.state, each.act) for each in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize(
    ("act", "role", "does"),
    [
        (Act.SUBMIT, Role.APPLICANT, None),
        (Act.CORRECT, Role.APPLICANT, None),
        (Act.WITHDRAW, Role.APPLICANT, None),
        (Act.ASK_CORRECTION, Role.WINDOW, None),
        (Act.CHECK, Role.DESK, Does.CHECK),
        (Act.ACCEPT, Role.DESK, Does.ACCEPT),
        (Act.DECLINE, Role.DESK, Does.ACCEPT),
        (Act.REVIEW, Role.DESK, Does.REVIEW),
        (Act.DECIDE, Role.DESK, Does.DECIDE),
        (Act.DEEM_ACCEPTED, Role.SYSTEM, None),
        (Act.RETURN_UNCORRECTED, Role.SYSTEM, None),
    ],
)
def test_who_does_it_and_on_which_kind_of_step(act, role, does) -> None:
    assert roles(act) == {role}
    assert {each.does for each in TRANSITIONS if each.act is act} == {does}


def test_every_end_is_reached_and_named_where_the_decision_does_not_tell_it() -> None:
    named = {each.end for each in TRANSITIONS if each.end is not None}
    assert named == {End.DECLINED, End.WITHDRAWN, End.RETURNED}
    assert {each.act for each in TRANSITIONS if each.becomes is CaseState.ENDED and each.end is None} == {Act.DECIDE}


def test_everything_can_be_taken_back_until_it_is_decided() -> None:
    assert {each.state for each in TRANSITIONS if each.act is Act.WITHDRAW} == set(CaseState) - {CaseState.ENDED}
