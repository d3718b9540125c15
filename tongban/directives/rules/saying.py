"""What supervisors and units write: legible, measured, in one line where it must be."""

from __future__ import annotations

import re

from tongban.directives.terms import WordsMissing, WordsTooLong
from tongban.kernel.words.unseen import without_unseen

MOST = 2000
SAYS = re.compile(r"\w")
PARTING = " |｜/／,，、;；:："
EMPTY_LINES = re.compile(r"\n{3,}")


def said(text: str, field: str, *, most: int = MOST) -> str:
    """The text without what nobody sees; signs alone say nothing. Raises WordsMissing, WordsTooLong."""
    seen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in seen.split("\n"))).strip()
    if not SAYS.search(plain):
        raise WordsMissing(field)
    if len(plain) > most:
        raise WordsTooLong(field, most)
    return plain


def named(text: str, field: str, *, most: int = 60) -> str:
    """The same in one line, without signs that only part it from others. Raises WordsMissing, WordsTooLong."""
    return " ".join(said(text, field, most=most).split()).strip(PARTING)
