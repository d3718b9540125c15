"""How wide a text is when it is drawn, and how it is made to fit: a picture drawn by the server cannot ask a browser."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import east_asian_width

WIDE, NARROW, THIN = 1.0, 0.58, 0.32  # of the font size; a little more than real fonts need
THIN_ONES = frozenset("iljtfr.,:;'|!()[] ·")
WIDE_LATIN = frozenset("mwMW%@")
DOTS = "…"


def text_width(text: str, size: float) -> float:
    return size * sum(_share(character) for character in text)


@lru_cache(maxsize=4096)
def _share(character: str) -> float:
    if east_asian_width(character) in "WFA" or character in WIDE_LATIN:
        return WIDE
    return THIN if character in THIN_ONES else NARROW + (0.1 if character.isupper() else 0.0)


def fitted(text: str, size: float, width: float) -> str:
    """The text, cut with dots where it is too wide; empty when not even two characters fit."""
    if text_width(text, size) <= width:
        return text
    for length in range(len(text) - 1, 1, -1):
        cut = text[:length].rstrip(" ·，,") + DOTS
        if text_width(cut, size) <= width:
            return cut
    return ""


def first_fitting(texts: Iterable[str], size: float, width: float) -> str:
    """The first of several ways to say it that fits; the last is cut when none does."""
    last = ""
    for last in texts:
        if text_width(last, size) <= width:
            return last
    return fitted(last, size, width)


def wrapped(text: str, size: float, width: float, lines: int) -> list[str]:
    """The text on at most so many lines, broken at blanks where it has any; the last line is cut."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and text_width(rest, size) > width:
        head = _head(rest, size, width)
        found.append(head.strip())
        rest = rest[len(head) :].lstrip()
    return [*found, fitted(rest, size, width) or rest[:1]] if rest else found


def _head(text: str, size: float, width: float) -> str:
    """As much of the beginning as fits, up to a blank if there is one."""
    length = next((n for n in range(len(text), 0, -1) if text_width(text[:n], size) <= width), 1)
    blank = text.rfind(" ", 1, length + 1)
    return text[:blank] if blank > 0 else text[:length]
