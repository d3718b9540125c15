"""What a ranking holds against a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a ranking says of a unit: how many there were, the rate and its bounds, and the line below which the upper bound lies."""

    unit: str
    measure: str
    week: str
    n: int
    value: float
    lower: float
    upper: float
    line: float
