"""The interval of Wilson (1927) for a share: honest about few, where the plain share is not."""

from __future__ import annotations

from math import sqrt

Z = 1.96  # 95 per cent
PLACES = 6


def bounds(good: int, n: int) -> tuple[float, float]:
    """Between what and what the true share lies, with 95 per cent; everything is possible where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share, square = good / n, Z * Z
    middle = share + square / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    return max(0.0, round((middle - half) / whole, PLACES)), min(1.0, round((middle + half) / whole, PLACES))
