"""Short texts of those who handle messages: reasons, notes, replies."""

from __future__ import annotations

from tongban.board.rules.writing import legible, says_something
from tongban.board.terms import WordsMissing, WordsTooLong

MOST = 2000
MOST_REPLY = 20_000


def said(text: str, name: str, *, most: int = MOST, needed: bool = True) -> str:
    """The text, made legible; signs alone say nothing. Raises WordsMissing, WordsTooLong."""
    plain = legible(text)
    if needed and not says_something(plain):
        raise WordsMissing(name)
    if len(plain) > most:
        raise WordsTooLong(name, most)
    return plain
