"""What is on the same topic and place."""

from __future__ import annotations

DIGITS = 2  # of a class, a level


def same_matter(category: str, area: str, other_category: str, other_area: str) -> bool:
    """Whether one class holds the other, and the places are the same, or one is the whole city."""
    if not category or not other_category:
        return False
    shorter, longer = sorted((_told(category), _told(other_category)), key=len)
    return longer.startswith(shorter) and (area == other_area or not area or not other_area)


def _told(category: str) -> str:
    """The digits of a class that tell something."""
    told = category.rstrip("0")
    return category[: -(-len(told) // DIGITS) * DIGITS]
