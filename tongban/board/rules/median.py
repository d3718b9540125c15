"""Times as a histogram that can be summed over any days and levels, and a median that is read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Where one class of hours ends and the next begins; the last is open.
EDGES = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 48, 60, 72, 96, 120, 144, 168, 216, 264, 336, 504, 720)
CLASSES = len(EDGES) + 1


def median(counts: Sequence[int]) -> float | None:
    """The middle of the times, as if those of one class were spread evenly over it; of the open class its beginning. None of nothing."""
    half, seen = sum(counts) / 2, 0
    if not half:
        return None
    for place, count in enumerate(counts):
        if count and seen + count >= half:
            begins = EDGES[place - 1] if place else 0
            ends = EDGES[place] if place < len(EDGES) else begins
            return begins + (ends - begins) * (half - seen) / count
        seen += count
    return None
