"""Which act may follow in which state: every pair, and what cannot be gone round."""

import pytest

from tongban.campaigns.rules import life
from tongban.campaigns.rules.life import By
from tongban.campaigns.terms import CampaignAct, CampaignState, CampaignStateWrong

A, S = CampaignAct, CampaignState
PAIRS = [(state, act) for state in (None, *S) for act in A]
TOLD = {(each.state, each.act) for each in life.EDGES}


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_an_act_follows_or_is_refused(state: CampaignState | None, act: CampaignAct) -> None:
    if (state, act) in TOLD:
        assert life.edge(state, act).act is act
    else:
        with pytest.raises(CampaignStateWrong):
            life.edge(state, act)


def test_from_a_state_an_act_takes_one_way() -> None:
    assert len(TOLD) == len(life.EDGES)


def test_every_state_is_reached_and_every_act_is_done() -> None:
    reached, before = {S.DRAFTED}, set[CampaignState]()
    while reached != before:
        before = set(reached)
        reached |= {each.becomes for state in before for each in life.leaving(state)}
    assert reached == set(S) and {each.act for each in life.EDGES} == set(A)


def test_what_everybody_reads_was_approved_by_another_desk() -> None:
    opened = {each for each in life.EDGES if each.state is S.DRAFTED and each.becomes is S.RUNNING}
    ended = {each for each in life.EDGES if each.becomes in (S.ENDED, S.GIVEN_UP) and each.state is S.RUNNING}
    assert {each.by for each in opened | ended} == {By.APPROVER}


def test_nothing_is_added_or_removed_after_the_end() -> None:
    over = (S.ENDED, S.EVALUATED, S.GIVEN_UP)
    done = {each.act for state in over for each in life.leaving(state)}
    corrects = {A.CORRECT_EFFECT, A.CONFIRM_CORRECTION, A.DISMISS_CORRECTION}  # what was measured, by two people and in public
    assert done == {A.TELL, A.RATE, A.MEASURE, A.EVALUATE} | corrects
    assert {each.by for state in over for each in life.leaving(state) if each.act not in corrects} == {By.CLOCK, By.AUTHOR}
