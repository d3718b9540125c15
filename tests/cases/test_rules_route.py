"""The one rule of the route: a step opens when everything it waits for is settled. Any route, any order of finishing."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.rules import advance
from tongban.cases.rules.route import SETTLED, acceptance, before, hidden_opinions, repeated
from tongban.cases.terms import StepState
from tongban.catalog.terms import Does, StepSpec
from tongban.kernel.bilingual import Bilingual

OPEN, DONE, SKIPPED = StepState.OPEN, StepState.DONE, StepState.SKIPPED


def a_step(key: str, *after: str, when: str = "", does: Does = Does.REVIEW) -> StepSpec:
    return StepSpec(key=key, name=Bilingual(key), desk=f"{key}/desk", department=key, does=does, after=after, when=when)


CONSTRUCTION = (
    a_step("accept", does=Does.ACCEPT),
    a_step("screen", "accept"),
    a_step("water", "screen", when="'water' in form.trades"),
    a_step("road", "screen", when="'road' in form.trades"),
    a_step("conclude", "water", "road", does=Does.DECIDE),
)


@st.composite
def routes(draw: st.DrawFn) -> tuple[tuple[StepSpec, ...], dict[str, bool], int]:
    """A graph without cycles as the catalogue lets it pass: one last step without `when` that waits for everything."""
    keys = [f"s{n}" for n in range(draw(st.integers(1, 9)))]
    steps: list[StepSpec] = []
    for place, key in enumerate(keys):
        after = draw(st.lists(st.sampled_from(keys[:place]), unique=True, max_size=3)) if place else []
        steps.append(a_step(key, *after, when=draw(st.sampled_from(["", "asked"]))))
    steps.append(a_step("decide", *keys, does=Does.DECIDE))
    conditions = {key: draw(st.booleans()) for key in keys}
    return tuple(draw(st.permutations(steps))), conditions, draw(st.integers(0, 2**32))


class Asked(dict[str, bool]):
    """Conditions that count how often each is asked."""

    def __init__(self, values: dict[str, bool]) -> None:
        super().__init__(values)
        self.count: Counter[str] = Counter()

    def __getitem__(self, key: str) -> bool:
        self.count[key] += 1
        return super().__getitem__(key)


def play(route: tuple[StepSpec, ...], conditions: Asked, seed: int) -> tuple[dict[str, StepState], list[str]]:
    """Finish open steps in some order until nothing is open; returns the last states and what opened, in order."""
    order = random.Random(seed)
    states: dict[str, StepState] = {}
    opened: list[str] = []
    specs = {spec.key: spec for spec in route}
    while True:
        turn = advance(route, states, conditions)
        for key in (*turn.open, *turn.skip):
            assert key not in states, "no step opens twice"
        states |= dict.fromkeys(turn.skip, SKIPPED) | dict.fromkeys(turn.open, OPEN)
        for key in turn.open:
            assert all(states[each] in SETTLED for each in specs[key].after), "nothing opens before what it waits for"
        opened += turn.open
        waiting = sorted(key for key, state in states.items() if state is OPEN)
        assert turn.ended is (not waiting and len(states) == len(route))
        if not waiting:
            return states, opened
        states[order.choice(waiting)] = DONE


@given(routes())
def test_every_route_ends_and_every_step_is_settled_once(example) -> None:
    route, conditions, seed = example
    asked = Asked(conditions)
    states, opened = play(route, asked, seed)
    assert set(states) == {spec.key for spec in route}
    assert all(state in SETTLED for state in states.values())
    assert len(opened) == len(set(opened))
    assert opened[-1] == "decide"
    assert all(count == 1 for count in asked.count.values()), "a condition is asked once"


@given(routes(), st.integers(0, 2**32))
def test_the_result_does_not_depend_on_who_finishes_first(example, other_seed) -> None:
    route, conditions, seed = example
    assert play(route, Asked(conditions), seed)[0] == play(route, Asked(conditions), other_seed)[0]


@given(routes())
def test_asking_again_without_a_change_opens_nothing(example) -> None:
    route, conditions, _seed = example
    turn = advance(route, {}, conditions)
    states = dict.fromkeys(turn.open, OPEN) | dict.fromkeys(turn.skip, SKIPPED)
    again = advance(route, states, conditions)
    assert (again.open, again.skip) == ((), ())


def test_two_departments_open_at_once_and_the_decision_waits_for_both() -> None:
    both = {"water": True, "road": True}
    states = {"accept": DONE, "screen": DONE}
    assert advance(CONSTRUCTION, states, both).open == ("water", "road")
    states |= {"water": OPEN, "road": OPEN}
    assert advance(CONSTRUCTION, states | {"road": DONE}, both).open == ()
    assert advance(CONSTRUCTION, states | {"road": DONE, "water": DONE}, both).open == ("conclude",)


def test_skipping_cascades_in_one_call() -> None:
    turn = advance(CONSTRUCTION, {"accept": DONE, "screen": DONE}, {"water": False, "road": False})
    assert turn.skip == ("water", "road")
    assert turn.open == ("conclude",)
    assert not turn.ended


def test_a_condition_is_not_asked_before_its_step_could_open() -> None:
    assert advance(CONSTRUCTION, {"accept": OPEN}, {}).open == ()


def test_what_comes_before_a_step_is_known_through_every_branch() -> None:
    assert before(CONSTRUCTION, "conclude") == {"accept", "screen", "water", "road"}
    assert before(CONSTRUCTION, "accept") == frozenset()


def test_acceptance_is_found_and_a_new_round_repeats_what_leads_to_it() -> None:
    route = (a_step("look", does=Does.CHECK), *CONSTRUCTION)
    assert acceptance(route).key == "accept"
    assert repeated(route) == {"look", "accept"}


@pytest.mark.parametrize(
    ("own", "hidden"),
    [
        ([], frozenset()),
        (["water"], frozenset({"road", "conclude"})),
        (["conclude"], frozenset()),
        (["screen"], frozenset({"water", "road", "conclude"})),
    ],
)
def test_a_reviewer_does_not_see_a_parallel_opinion_before_giving_their_own(own, hidden) -> None:
    assert hidden_opinions(CONSTRUCTION, own) == hidden
