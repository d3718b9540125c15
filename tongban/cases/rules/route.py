"""What follows when a step is settled: the one rule that gives serial, parallel, conditional and nested procedures.

A step opens when all steps in its `after` are settled. Whoever asks holds the lock of the case; there is nothing to join by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tongban.cases.terms import StepState
from tongban.catalog.terms import Does, StepSpec

SETTLED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.CANCELLED})
BEFORE_ACCEPTANCE = frozenset({Does.CHECK, Does.ACCEPT})


@dataclass(frozen=True, slots=True)
class Advance:
    """What happens now: steps that open, steps that are skipped because their `when` is false, and whether nothing is left."""

    open: tuple[str, ...]
    skip: tuple[str, ...]
    ended: bool


def advance(route: Sequence[StepSpec], steps: Mapping[str, StepState], conditions: Mapping[str, bool]) -> Advance:
    """Which steps open or are skipped now. `steps` are those that exist; a condition is asked for only when its step could open.

    Skipping cascades: a skipped step is settled, so what waited for it may open or be skipped in the same call.
    """
    known = dict(steps)
    opened: list[str] = []
    skipped: list[str] = []
    while ready := [spec for spec in route if spec.key not in known and _may_open(spec, known)]:
        for spec in ready:
            goes_ahead = not spec.when or conditions[spec.key]
            known[spec.key] = StepState.OPEN if goes_ahead else StepState.SKIPPED
            (opened if goes_ahead else skipped).append(spec.key)
    ended = all(known.get(spec.key) in SETTLED for spec in route)
    return Advance(open=tuple(opened), skip=tuple(skipped), ended=ended)


def _may_open(spec: StepSpec, known: Mapping[str, StepState]) -> bool:
    return all(known.get(before) in SETTLED for before in spec.after)


def before(route: Sequence[StepSpec], key: str) -> frozenset[str]:
    """Every step that comes before this one."""
    after = {spec.key: spec.after for spec in route}
    found: set[str] = set()
    waiting = list(after[key])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += after[one]
    return frozenset(found)


def place(route: Sequence[StepSpec]) -> Mapping[str, int]:
    """Where each step stands in its route: what opened in the same moment is told in this order."""
    return {spec.key: number for number, spec in enumerate(route)}


def acceptance(route: Sequence[StepSpec]) -> StepSpec:
    """The one step that accepts; the catalogue has proved that there is exactly one."""
    return next(spec for spec in route if spec.does is Does.ACCEPT)


def repeated(route: Sequence[StepSpec]) -> frozenset[str]:
    """The steps that are done again in a new round: those up to acceptance."""
    return frozenset(spec.key for spec in route if spec.does in BEFORE_ACCEPTANCE)


def hidden_opinions(route: Sequence[StepSpec], own_open: Collection[str]) -> frozenset[str]:
    """The steps whose opinions a reviewer must not see before giving their own: all that do not come before it."""
    if not own_open:
        return frozenset()
    seen = frozenset[str]().union(*(before(route, key) for key in own_open))
    return frozenset(spec.key for spec in route) - seen - frozenset(own_open)
