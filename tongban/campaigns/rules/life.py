"""Which act may follow in which state of a campaign, and who does it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongban.campaigns.terms import CampaignAct, CampaignState, CampaignStateWrong


class By(StrEnum):
    """Who does an act."""

    SUPERVISOR = "supervisor"
    APPROVER = "approver"  # of another desk, and another person than who wrote it
    AUTHOR = "author"  # of a message that belongs to it
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a life; `state` is None where it begins."""

    state: CampaignState | None
    act: CampaignAct
    becomes: CampaignState
    by: By


S, A = CampaignState, CampaignAct
EDGES = (
    Edge(None, A.DRAFT, S.DRAFTED, By.SUPERVISOR),
    Edge(S.DRAFTED, A.REWRITE, S.DRAFTED, By.SUPERVISOR),
    Edge(S.DRAFTED, A.ADD_MEASURE, S.DRAFTED, By.SUPERVISOR),
    Edge(S.DRAFTED, A.LINK, S.DRAFTED, By.SUPERVISOR),
    Edge(S.DRAFTED, A.UNLINK, S.DRAFTED, By.SUPERVISOR),
    Edge(S.DRAFTED, A.APPROVE, S.RUNNING, By.APPROVER),
    Edge(S.DRAFTED, A.GIVE_UP, S.GIVEN_UP, By.SUPERVISOR),
    Edge(S.RUNNING, A.ADD_MEASURE, S.RUNNING, By.SUPERVISOR),
    Edge(S.RUNNING, A.LINK, S.RUNNING, By.SUPERVISOR),
    Edge(S.RUNNING, A.UNLINK, S.RUNNING, By.SUPERVISOR),
    Edge(S.RUNNING, A.MATCH, S.RUNNING, By.CLOCK),
    Edge(S.RUNNING, A.WRITE_RESULTS, S.RUNNING, By.SUPERVISOR),
    Edge(S.RUNNING, A.APPROVE_RESULTS, S.ENDED, By.APPROVER),
    Edge(S.RUNNING, A.GIVE_UP, S.GIVEN_UP, By.APPROVER),  # everybody has read of it: not by one desk alone
    Edge(S.ENDED, A.TELL, S.ENDED, By.CLOCK),
    Edge(S.ENDED, A.RATE, S.ENDED, By.AUTHOR),
    Edge(S.ENDED, A.MEASURE, S.ENDED, By.CLOCK),
    Edge(S.ENDED, A.EVALUATE, S.EVALUATED, By.CLOCK),
    Edge(S.EVALUATED, A.TELL, S.EVALUATED, By.CLOCK),
    Edge(S.EVALUATED, A.RATE, S.EVALUATED, By.AUTHOR),
    *(Edge(state, A.CORRECT_EFFECT, state, By.SUPERVISOR) for state in (S.ENDED, S.EVALUATED)),
    *(Edge(state, act, state, By.APPROVER) for state in (S.ENDED, S.EVALUATED) for act in (A.CONFIRM_CORRECTION, A.DISMISS_CORRECTION)),
    Edge(S.GIVEN_UP, A.TELL, S.GIVEN_UP, By.CLOCK),
)


def edge(state: CampaignState | None, act: CampaignAct) -> Edge:
    """The edge an act takes from a state. Raises CampaignStateWrong when there is none."""
    found = next((each for each in EDGES if each.state is state and each.act is act), None)
    if found is None:
        raise CampaignStateWrong(f"{act} does not follow in state {state}")
    return found


def parts(act: CampaignAct) -> frozenset[By]:
    """Who may do this act in some state: whoever is none of them is told so before the state."""
    return frozenset(each.by for each in EDGES if each.act is act)


def leaving(state: CampaignState) -> tuple[Edge, ...]:
    """Every edge that leaves a state or stays in it."""
    return tuple(each for each in EDGES if each.state is state)
