"""What is told at a counter, and to consumers: a purpose that people can read."""

from __future__ import annotations

import unicodedata

from tongban.kernel.words.unseen import has_unseen_or_lines, marked
from tongban.sharing.terms import USE_LENGTH, IncompleteUse, UnprintablePurpose


def told_purpose(text: str) -> str:
    """A purpose as it was told, without blanks around it. Refuses: IncompleteUse, UnprintablePurpose."""
    told = text.strip(" \u3000")
    if not told or len(told) > USE_LENGTH:
        raise IncompleteUse("purpose")
    require_readable(told)
    return told


def same_purpose(one: str, other: str) -> bool:
    """Whether two purposes read the same: width and blanks, wherever they stand, are no difference; every other character is."""
    return _folded(one) == _folded(other)


def readable(text: str) -> str:
    """A text as a log may keep it: every unseen character shown as one that is seen."""
    return marked(text)


def require_readable(text: str) -> None:
    """What a holder reads later must look as it was written: nothing unseen that turns, hides or breaks it. Refuses: UnprintablePurpose."""
    if has_unseen_or_lines(text):
        raise UnprintablePurpose


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
