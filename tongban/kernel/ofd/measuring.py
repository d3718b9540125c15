"""How wide text is, and which characters a text may have.

A Chinese character has one square in every font. Latin ones have half of it in the fonts of Windows and their own width
in those of Linux readers; each gets the larger of the two, so that nothing overlaps in either. Since every position is
written into the document, no line moves whatever font the reader has.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WIDER = {
    0.55: "$+0123456789<=>^_`acegvxyz~JS",
    0.6: "#FLZbdhknopqu",
    0.65: "BCEPRTY",
    0.7: "AVX",
    0.75: "&DGKNOQU",
    0.85: "Hw",
    0.9: "%@Mm",
    1.0: "W",
}
LATIN = {character: width for width, characters in WIDER.items() for character in characters}
NO_LINE_START = frozenset("，。、；：？！）》〉」』】〕”’％,.;:?!)]}%·")
NO_LINE_END = frozenset("（《〈「『【〔“‘([{")


@lru_cache(maxsize=8192)
def ems(character: str) -> float:
    """The width of a character in units of its size."""
    if character in LATIN:
        return LATIN[character]
    if unicodedata.combining(character):
        return 0.0
    kind = unicodedata.east_asian_width(character)
    if kind in "WF":
        return 1.0
    latin = ord(character) < 0x250  # letters with accents are ambiguous to Unicode and narrow in every font
    return 1.0 if kind == "A" and not latin else 0.5


def width(text: str, size: float, spacing: float = 0) -> float:
    """The width of a line in millimetres."""
    return sum(map(ems, text)) * size + max(0, len(text) - 1) * spacing


def wrap(text: str, size: float, room: float) -> tuple[str, ...]:
    """The lines of a text. A word of Latin letters or digits stays whole where it fits, and no line begins with a closing mark."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        rest = paragraph.strip()
        while rest and width(rest, size) > room:
            end = _break(rest, _fitting(rest, size, room))
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        lines.append(rest)
    return tuple(lines)


def unprintable(text: str) -> str:
    """The characters of a text that no font has, or only one of pictures: controls, private use, unassigned, astral symbols."""
    return "".join(each for each in dict.fromkeys(text) if not _printable(each))


@lru_cache(maxsize=8192)
def _printable(character: str) -> bool:
    kind = unicodedata.category(character)
    return not (kind in ("Cc", "Cs", "Co", "Cn") or (ord(character) > 0xFFFF and kind == "So"))


def _fitting(text: str, size: float, room: float) -> int:
    """How many characters fit, at least one."""
    used = 0.0
    for place, character in enumerate(text):
        used += ems(character) * size
        if used > room + 1e-9:
            return max(1, place)
    return len(text)


def _break(text: str, fitting: int) -> int:
    """Where to break at or before `fitting`."""
    for place in range(fitting, 0, -1):
        before, after = text[place - 1], text[place]
        if after not in NO_LINE_START and before not in NO_LINE_END and not (_word(before) and _word(after)):
            return place
    return fitting


def _word(character: str) -> bool:
    return character.isascii() and not character.isspace()
