"""Times as a histogram that can be summed over any days and levels, and within what half of them lie."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Where one class of hours ends and the next begins; the last is open.
EDGES = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 48, 60, 72, 96, 120, 144, 168, 216, 264, 336, 504, 720)
CLASSES = len(EDGES) + 1


def median(counts: Sequence[int]) -> int | None:
    """Within how many hours half of the times lie: where the class of the middle one ends. None of nothing, and beyond the last edge."""
    half = sum(counts) / 2
    return next((edge for edge, seen in zip(EDGES, accumulate(counts), strict=False) if seen >= half > 0), None)
