"""What whoever analyses or approves writes: legible and measured."""

from __future__ import annotations

import re

from tongban.kernel.words.unseen import without_unseen
from tongban.reports.terms import WordsMissing, WordsTooLong

SAYS = re.compile(r"\w")
EMPTY_LINES = re.compile(r"\n{3,}")


def said(text: str, field: str, *, most: int) -> str:
    """The text without what nobody sees; signs alone say nothing. Raises WordsMissing, WordsTooLong."""
    seen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in seen.split("\n"))).strip()
    if not SAYS.search(plain):
        raise WordsMissing(field)
    if len(plain) > most:
        raise WordsTooLong(field, most)
    return plain
