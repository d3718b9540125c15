"""Which act may follow in which state, and who does it: of an order, of an interview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tongban.directives.terms import WrongState

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


class By(StrEnum):
    """Who does an act."""

    SUPERVISOR = "supervisor"
    CHECKER = "checker"  # a supervisor, and another person than whose work it is
    UNIT = "unit"  # the desk of the unit that answers
    CLOCK = "clock"  # the system, or a supervisor by hand
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Edge(Generic[State, Act]):
    """One edge of a life; `state` is None where it begins."""

    state: State | None
    act: Act
    becomes: State
    by: By


@dataclass(frozen=True, slots=True)
class Life(Generic[State, Act]):
    """All edges of one kind of thing; from a state an act takes at most one."""

    edges: tuple[Edge[State, Act], ...]

    def edge(self, state: State | None, act: Act) -> Edge[State, Act]:
        """The edge an act takes from a state. Raises WrongState when there is none."""
        found = next((each for each in self.edges if each.state is state and each.act is act), None)
        if found is None:
            raise WrongState(f"{act} does not follow in state {state}")
        return found

    def part(self, act: Act) -> By:
        """Who does this act, in whatever state."""
        return next(each.by for each in self.edges if each.act is act)

    def leaving(self, state: State) -> tuple[Edge[State, Act], ...]:
        """Every edge that leaves a state or stays in it."""
        return tuple(each for each in self.edges if each.state is state)
