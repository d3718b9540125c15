"""What a reply lacks, in words: shown while it is drafted, and to whoever approves it."""

from __future__ import annotations

from tongban.channels.parts.problems.board import THIN
from tongban.kernel.words import replies


def lacking(text: str) -> tuple[str, ...]:
    """Each shortcoming of a reply as a sentence; nothing for one that says what is needed."""
    return tuple(str(THIN[each]) for each in sorted(replies.judge(text).shortcomings))
