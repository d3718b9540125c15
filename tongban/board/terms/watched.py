"""What is counted of a unit: what fell due with it, how it was rated, the lights of what it has open."""

from dataclasses import dataclass

from tongban.kernel.limits import Due, Lights


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDue(Due):
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLights(Lights):
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRated:
    unit: str
    rated: int
    satisfied: int  # the three upper levels
    solved: int
