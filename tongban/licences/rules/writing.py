"""What somebody writes into the record of a licence: lines are kept, and every character can be seen."""

from __future__ import annotations

import unicodedata

from tongban.licences.terms import UnseenCharacters

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, format (bidi and zero width among them), private and unassigned
LINES = "\n\r\t"


def require_seen(text: str, what: str) -> None:
    """Lines may end; nothing unseen turns or hides them. Refuses: UnseenCharacters."""
    if any(unicodedata.category(each) in UNSEEN and each not in LINES for each in text):
        raise UnseenCharacters(what)
