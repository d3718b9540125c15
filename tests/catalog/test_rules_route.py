"""The graph of a route as it is written: cycles, what cannot be reached, the longest path, and the order of steps."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.cases import city
from tongban.cases.rules.route import advance
from tongban.cases.terms import StepState
from tongban.catalog.rules import reading, route, shape
from tongban.kernel.limits import Unit

DESKS = {"jianwei/window", "jianwei/review", "jianwei/approver"}
Route = dict[str, dict[str, Any]]


def a_route(**steps: dict[str, Any]) -> Route:
    return {
        "accept": city.step("jianwei/window", "accept"),
        **steps,
        "conclude": city.step("jianwei/approver", "decide", "accept", *steps),
    }


def review(*after: str, days: float | None = 1, **more: Any) -> dict[str, Any]:
    return city.step("jianwei/review", "review", *after, days=days, **more)


@st.composite
def graphs(draw: st.DrawFn) -> Route:
    """Any graph of steps, sound or not, with arrows in every direction."""
    keys = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    does = st.sampled_from(["check", "accept", "review", "decide"])
    return {key: city.step("jianwei/review", draw(does), *draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))) for key in keys}


@given(graphs())
def test_what_passes_the_checks_ends_with_its_decision(graph) -> None:
    if route.problems(graph, DESKS):
        return
    read = tuple(reading._step(key, each) for key, each in graph.items())
    states: dict[str, StepState] = {}
    opened: list[str] = []
    while True:
        turn = advance(read, states, {})
        opened += turn.open
        states |= dict.fromkeys(turn.open, StepState.DONE)
        if not turn.open:
            break
    assert sorted(opened) == sorted(graph), "every step is reached"
    assert graph[opened[-1]]["does"] == "decide"
    place = {key: number for number, key in enumerate(opened)}
    accept = next(key for key in graph if graph[key]["does"] == "accept")
    assert all((graph[key]["does"] == "check") == (place[key] < place[accept]) for key in graph if key != accept)


@given(graphs())
def test_a_circle_is_always_found_and_named(graph) -> None:
    told = [problem for _path, problem, _remedy in route.problems(graph, DESKS) if "circle" in problem]
    left = {key: set(route.after_of(each)) for key, each in graph.items()}
    while ready := [key for key, after in left.items() if not after]:
        for key in ready:
            del left[key]
        for after in left.values():
            after -= set(ready)
    assert bool(told) is bool(left)


@given(st.permutations(["accept", "a", "b", "c", "conclude"]))
def test_steps_stand_as_they_were_written_as_far_as_they_wait_for_nothing(written) -> None:
    graph = a_route(a=review("accept"), b=review("a"), c=review("accept"))
    found = route.in_order(graph, written)
    assert sorted(found) == sorted(graph)
    assert all(found.index(before) < found.index(key) for key, step in graph.items() for before in route.after_of(step))
    if written.index("c") < written.index("a"):
        assert found.index("c") < found.index("a")


def test_a_route_whose_order_was_not_kept_is_still_in_order() -> None:
    graph = a_route(b=review("accept"), a=review("b"))
    assert route.in_order(dict(sorted(graph.items())), ()) == ["accept", "b", "a", "conclude"]


def test_the_longest_path_counts_from_acceptance_and_side_by_side_once() -> None:
    graph = a_route(a=review("accept", days=2), b=review("a", days=4), c=review("a", days=1.5))
    graph["accept"]["limit"] = {"working_days": 30}
    assert route.longest_path(graph, Unit.WORKING_DAYS) == Decimal(7)


def test_hours_are_eighths_of_a_working_day_and_on_the_spot_is_nothing() -> None:
    graph = a_route(a=review("accept", days=None, limit={"hours": 4}), b=review("a", days=None, limit={"on_the_spot": True}))
    assert route.longest_path(graph, Unit.WORKING_DAYS) == Decimal("1.5")


def test_units_that_cannot_be_compared_have_no_longest_path() -> None:
    assert route.longest_path(a_route(a=review("accept", days=None, limit={"months": 1})), Unit.WORKING_DAYS) is None
    assert route.amount({"calendar_days": 3}, Unit.WORKING_DAYS) is None
    assert route.amount({}, Unit.MONTHS) == 0


def test_a_service_counts_as_the_law_does_and_not_through_the_night() -> None:
    assert set(shape.LIMIT["properties"]) == {*Unit, "basis"} - {Unit.CLOCK_HOURS}
