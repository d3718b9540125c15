"""A share of so many with its Wilson bounds, and whether it rests on enough to be ranked."""

from __future__ import annotations

from math import sqrt

from tongban.reports.terms import Share
from tongban.supervision.terms import TrendRules

Z = 1.96  # 95 per cent
PLACES = 6


def share(good: int, n: int, minimum: int = TrendRules().minimum) -> Share:
    """`good` of `n`. Of nothing there is no share, and none that is enough."""
    if not n:
        return Share(good, n, None, None, None, enough=False)
    part, square = good / n, Z * Z
    middle, whole = part + square / (2 * n), 1 + square / n
    half = Z * sqrt(part * (1 - part) / n + square / (4 * n * n))
    lower, upper = max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
    return Share(good, n, round(part, PLACES), round(lower, PLACES), round(upper, PLACES), enough=n >= minimum)
