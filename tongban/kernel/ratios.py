"""Counts of weeks held against one another: the ratio of two weekly rates, with an interval that takes weeks as uneven as they are.

Of a messages in n weeks against b in m the ratio has the interval exp(ln(a/n : b/m) ± 1.96 √(φ(1/a + 1/b))). φ is Pearson's chi-squared of
the weeks around the mean of their side by its degrees of freedom, at least 1: whatever varies from week to week has to change more before
it is said to have changed. Pure; so the rules of every module may import it.
"""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Z = 1.959963984540054  # 95 per cent, both sides
HALF = 0.5  # of a message, where there was none: an interval needs a logarithm


def dispersion(*sides: Sequence[int]) -> float:
    """How uneven weeks are beside chance, each side around its own mean; at least one."""
    free = sum(map(len, sides)) - len(sides)
    return max(1.0, sum(map(_uneven, sides)) / free) if free > 0 else 1.0


def log_ratio(count: float, other: float, *, weeks: int = 1, other_weeks: int = 1, phi: float = 1.0) -> tuple[float, float]:
    """The logarithm of the ratio of two weekly rates, and how far its 95 % interval goes to either side. Neither count is nothing."""
    return log(count / weeks / (other / other_weeks)), Z * sqrt(phi * (1 / count + 1 / other))


def _uneven(side: Sequence[int]) -> float:
    mean = sum(side) / len(side) if side else 0.0
    return sum((each - mean) ** 2 / mean for each in side) if mean else 0.0
