"""What a route must be: a graph without cycle in which everything is reached and exactly one step accepts and one decides."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.catalog.terms import Does
from tongban.kernel.limits import Unit

Found = tuple[tuple[str, ...], str, str]  # path within the route, problem, remedy
HOURS_PER_DAY = Decimal(8)


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    does: str
    after: tuple[str, ...]
    when: str
    desk: str
    limit: Mapping[str, Any]


def steps(route: Mapping[str, Any]) -> dict[str, Step]:
    """The steps of a route as written, `after` always a tuple."""
    return {
        key: Step(
            key=key,
            does=step["does"],
            after=after_of(step),
            when=step.get("when", ""),
            desk=step["desk"],
            limit=step.get("limit", {}),
        )
        for key, step in route.items()
    }


def after_of(step: Mapping[str, Any]) -> tuple[str, ...]:
    after = step.get("after", ())
    return (after,) if isinstance(after, str) else tuple(after)


def problems(route: Mapping[str, Any], desks: Collection[str]) -> list[Found]:
    """Everything wrong with the graph of a route; empty when it may be published."""
    graph = steps(route)
    unknown = _unknown(graph, desks)
    if any("after" in path for path, _problem, _remedy in unknown):
        return unknown
    cycle = _cycle(graph)
    if cycle:
        return [*unknown, ((cycle[0], "after"), f"the steps go in a circle: {' -> '.join(cycle)}.", "Remove one `after` of the circle.")]
    return unknown + _roles(graph)


def _unknown(graph: Mapping[str, Step], desks: Collection[str]) -> list[Found]:
    found: list[Found] = []
    for step in graph.values():
        found += [((step.key, "after"), f"there is no step `{name}`.", _near(name, graph)) for name in step.after if name not in graph]
        if step.desk not in desks:
            found.append(((step.key, "desk"), f"there is no desk `{step.desk}`.", _near(step.desk, desks)))
    return found


def _near(name: str, known: Collection[str]) -> str:
    match = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean `{match[0]}`?" if match else f"Known are: {', '.join(sorted(known)[:12])}."


def _cycle(graph: Mapping[str, Step]) -> list[str]:
    """The steps of one circle, first one repeated at the end; empty when there is none."""
    state: dict[str, int] = {}
    trail: list[str] = []

    def visit(key: str) -> list[str]:
        state[key] = 1
        trail.append(key)
        for before in graph[key].after:
            if state.get(before) == 1:
                return [*trail[trail.index(before) :], before]
            if before not in state and (circle := visit(before)):
                return circle
        trail.pop()
        state[key] = 2
        return []

    for key in graph:
        if key not in state and (circle := visit(key)):
            return circle
    return []


def ancestors(graph: Mapping[str, Step], key: str) -> set[str]:
    """All steps that come before this one."""
    before: set[str] = set()
    waiting = list(graph[key].after)
    while waiting:
        one = waiting.pop()
        if one not in before:
            before.add(one)
            waiting += graph[one].after
    return before


def _roles(graph: Mapping[str, Step]) -> list[Found]:
    """Checks before one accept, one accept before everything else, one decide after everything."""
    found: list[Found] = []
    accepts = [step.key for step in graph.values() if step.does == Does.ACCEPT]
    decides = [step.key for step in graph.values() if step.does == Does.DECIDE]
    for does, keys in (("accept", accepts), ("decide", decides)):
        if len(keys) != 1:
            found.append(((), f"exactly one step must `does: {does}`, there are {len(keys)}.", "A case is accepted once and decided once."))
    if found:
        return found
    accept, decide = accepts[0], decides[0]
    for key in (accept, decide):
        if graph[key].when:
            found.append(((key, "when"), "this step must always happen.", "Remove `when`."))
    left_out = set(graph) - ancestors(graph, decide) - {decide}
    found += [
        (
            (key,),
            "the decision does not wait for this step, so it would be left behind.",
            f"Add it to `{decide}.after`, or to a step before it.",
        )
        for key in sorted(left_out)
    ]
    return found + _around_acceptance(graph, accept)


def _around_acceptance(graph: Mapping[str, Step], accept: str) -> list[Found]:
    found: list[Found] = []
    before = ancestors(graph, accept)
    for step in graph.values():
        if step.does == Does.CHECK and step.key not in before:
            found.append(((step.key,), "a check comes before acceptance.", f"Add it to `{accept}.after`, or let it `does: review`."))
        if step.does in (Does.REVIEW, Does.DECIDE) and accept not in ancestors(graph, step.key):
            found.append(
                ((step.key,), "nothing is reviewed before acceptance; this step cannot be reached.", f"Let it come after `{accept}`.")
            )
        if step.key in before and step.does != Does.CHECK:
            found.append(((step.key, "does"), "only checks come before acceptance.", "Let it `does: check`."))
    return found


def in_order(route: Mapping[str, Any], written: Sequence[str]) -> list[str]:
    """The steps so that each comes after those it waits for; where that leaves a choice, as they were written."""
    graph = steps(route)
    left = [*written, *sorted(set(graph) - set(written))]
    placed: list[str] = []
    while left:
        key = next(each for each in left if all(before in placed for before in graph[each].after))
        placed.append(key)
        left.remove(key)
    return placed


def longest_path(route: Mapping[str, Any], unit: Unit) -> Decimal | None:
    """The longest time from acceptance to decision in that unit, or None when a step uses a unit that cannot be compared.

    Time before acceptance and the acceptance step itself are the acceptance clock's (art. 32), not the promise's.
    """
    graph = steps(route)
    accept = next(step.key for step in graph.values() if step.does == Does.ACCEPT)
    before = ancestors(graph, accept) | {accept}
    memo: dict[str, Decimal] = {}

    def length(key: str) -> Decimal:
        if key in before:
            return Decimal(0)
        if key not in memo:
            own = amount(graph[key].limit, unit)
            if own is None:
                raise ArithmeticError(key)
            memo[key] = own + max((length(one) for one in graph[key].after), default=Decimal(0))
        return memo[key]

    try:
        return max(length(key) for key in graph)
    except ArithmeticError:
        return None


def amount(limit: Mapping[str, Any], unit: Unit) -> Decimal | None:
    """A limit as an amount of a unit; on the spot is 0; no limit is 0; None when they cannot be compared."""
    values = {key: value for key, value in limit.items() if key != "basis"}
    if not values or "on_the_spot" in values:
        return Decimal(0)
    if unit in values:
        return Decimal(str(values[unit]))
    if "hours" in values and unit is Unit.WORKING_DAYS:
        return Decimal(str(values["hours"])) / HOURS_PER_DAY
    return None
