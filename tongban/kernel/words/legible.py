"""Answers of a form, or any other JSON, as they can be kept: no unseen characters, no numbers that are none, no nesting without end."""

import math
from typing import Any

from tongban.kernel.words.unseen import has_unseen, without_unseen


def legible(value: Any, deeper: int = 20) -> Any:
    """The value without what could not be kept; lists and objects deeper than so many levels become nothing."""
    match value:
        case str():
            return without_unseen(value)
        case float():
            return value if math.isfinite(value) else None
        case dict() if deeper:
            return {without_unseen(key): legible(each, deeper - 1) for key, each in value.items()}
        case list() if deeper:
            return [legible(each, deeper - 1) for each in value]
        case _:
            return value if value is None or isinstance(value, (bool, int)) else None


def is_legible(value: Any, deeper: int = 20) -> bool:
    """Whether all of it can be kept as it is, and no list or object lies deeper than so many levels."""
    match value:
        case str():
            return not has_unseen(value)
        case float():
            return math.isfinite(value)
        case dict():
            return deeper > 0 and all(is_legible(each, deeper - 1) for pair in value.items() for each in pair)
        case list():
            return deeper > 0 and all(is_legible(each, deeper - 1) for each in value)
        case _:
            return value is None or isinstance(value, (bool, int))
