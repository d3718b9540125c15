"""What a ranking holds against a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a version of a week says of a unit: how many there were, the rate and its bounds, and the line above its upper bound."""

    unit: str
    measure: str
    week: str
    n: int
    value: float
    lower: float
    upper: float
    line: float
    version: int = 1

    @property
    def good(self) -> int:
        """Of the `n` so many."""
        return round(self.value * self.n)
