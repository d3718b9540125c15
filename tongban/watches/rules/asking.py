"""What a watch may ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.kernel.words.legible import legible
from tongban.snapshots.terms import Area, Sought, level_of
from tongban.watches.terms import EVERYWHERE, ImpossibleCount, NewWatch, NoCondition, TooManyWords, Unnamed, WordLength

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME, SHORTEST, LONGEST, MOST_WORDS, HIGHEST = 60, 2, 20, 10, 1_000_000
MOST_WATCHES = 50  # of one person, those put away not counted


def sound(asked: NewWatch) -> NewWatch:
    """As it is kept. Raises Unnamed, WordLength, TooManyWords, NoCondition, ImpossibleCount."""
    name, words = _line(asked.name), _words(asked.words)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Unnamed
    if not (words or asked.category or asked.area):
        raise NoCondition
    if asked.above is not None and not 0 < asked.above < HIGHEST:
        raise ImpossibleCount
    return replace(asked, name=name, words=words, all_of_them=asked.all_of_them and len(words) > 1)


def sought(asked: NewWatch, *, street: bool) -> Sought:
    """What is looked for in the files; `street`: whether its area is a street."""
    everywhere = asked.area in ("", EVERYWHERE)
    by = Area.CITY if everywhere else Area.STREET if street else Area.DISTRICT
    area = "" if everywhere else asked.area
    return Sought(asked.words, asked.all_of_them, asked.category, level_of(asked.category), area, by)


def _words(told: Iterable[str]) -> tuple[str, ...]:
    """Each once, whether in capitals or not."""
    words = {word.casefold(): word for each in told if (word := _line(each))}
    if wrong := next((word for word in words.values() if not SHORTEST <= len(word) <= LONGEST), None):
        raise WordLength(wrong[: 2 * LONGEST])
    if len(words) > MOST_WORDS:
        raise TooManyWords
    return tuple(words.values())


def _line(text: str) -> str:
    """In one line, without what nobody sees."""
    return " ".join(str(legible(text)).split())
