"""One form for texts that say the same, and the terms by which they are found in PostgreSQL without a dictionary of the language.

A Chinese text is found by pairs of neighbouring characters, a Latin word or a number as it stands. A `tsvector` keeps at most 255 places
of a term and sixteen thousand places in all; the pairs of a phrase stand at neighbouring places, so a phrase is found as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    Weight = Literal["A", "B", "C", "D"]

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
CHARACTER = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
PIECE = re.compile(rf"[{CHARACTER}]+|[^\W_{CHARACTER}]+")
CHINESE = re.compile(rf"[{CHARACTER}]")
QUOTED = re.compile(r"[\"“”「」『』]([^\"“”「」『』]+)[\"“”「」『』]")
LONGEST_WORD = 64
PLACES = 16_383  # the last place that a tsvector knows
TERMS_ASKED = 64


def normal(text: str) -> str:
    """Width, ligatures and case folded; what cannot be seen removed (zero width, direction, variants); white space made one blank."""
    shown = " ".join(unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold().split())
    return shown if shown.isprintable() and not UNSEEN.search(shown) else " ".join(_printable(UNSEEN.sub("", shown)).split())


def _printable(text: str) -> str:
    return "".join(character for character in text if character == " " or character.isprintable())


def pieces(text: str) -> list[str]:
    """Runs of Chinese characters, and words and numbers between them, of a text in whatever form."""
    return PIECE.findall(normal(text))


def terms(text: str) -> list[str]:
    """The terms of a text in their order: pairs of characters, a lone character by itself, words cut at 64."""
    return [term for piece in pieces(text) for term in _terms(piece)]


def runs(text: str) -> list[tuple[str, str]]:
    """Runs of three characters as the two pairs that they are, each once; of a text without any, its terms, each beside itself."""
    found = terms(text)
    return list(dict.fromkeys([(one, two) for one, two in pairwise(found) if one[1:] == two[:1]] or zip(found, found, strict=True)))


def _terms(piece: str) -> list[str]:
    if not CHINESE.match(piece):
        return [piece[:LONGEST_WORD]]
    return [piece[place : place + 2] for place in range(len(piece) - 1)] or [piece]


def index_terms(texts: Mapping[Weight, str] | str, *, placed: bool = True) -> str:
    """A `tsvector` literal, to be cast, of texts by their weight: A (a title) to D (the text).

    Every character begins a term, so one alone is found by the beginning of a term. Without places the vector is a third smaller
    and knows no weights and no phrases: enough for what is only ordered by time.
    """
    by_weight: Mapping[Weight, str] = {"D": texts} if isinstance(texts, str) else texts
    if not placed:
        return " ".join(map(quoted, sorted({term for text in by_weight.values() for piece in pieces(text) for term in _indexed(piece)})))
    found: dict[str, list[str]] = {}
    place = 0
    for weight in sorted(by_weight):
        for piece in pieces(by_weight[weight]):
            for term in _indexed(piece):
                place += 1
                found.setdefault(term, []).append(f"{min(place, PLACES)}{weight}")
            place += 1  # the pieces of a text are not neighbours
    return " ".join(f"{quoted(term)}:{','.join(dict.fromkeys(places[:255]))}" for term, places in sorted(found.items()))


def _indexed(piece: str) -> list[str]:
    """The pairs, and the last character alone."""
    return [*_terms(piece), piece[-1]] if CHINESE.match(piece) and len(piece) > 1 else _terms(piece)


def query(text: str, *, placed: bool = True) -> str:
    """A `tsquery` literal, to be cast; empty when nothing is asked. Every piece must be there.

    What is in quotation marks is a phrase, where the vector has places.
    """
    phrases = [_phrase(quoted) for quoted in QUOTED.findall(text)] if placed else []
    loose = [_every(_terms(piece)) for piece in pieces(QUOTED.sub(" ", text) if placed else text)]
    return " & ".join(dict.fromkeys(each for each in [*phrases, *loose][:TERMS_ASKED] if each))


def loosely(text: str) -> tuple[str, bool]:
    """As `query`, of what is written together only its parts: of 学校补课 学校 and 补课, wherever they stand. Empty where that is the same.

    Nobody knows the words of the language here: they are taken to be of two characters. Of three, 停车难, one is a word by itself, which an
    index is slow to find; the second value tells whether it is quick.
    """
    phrases = [phrase for phrase in map(_phrase, QUOTED.findall(text)) if phrase]
    loose = pieces(QUOTED.sub(" ", text))
    asked = " & ".join(dict.fromkeys([*phrases, *map(_parts, loose)][:TERMS_ASKED]))
    return ("" if asked == query(text) else asked), not any(len(piece) == 3 and CHINESE.match(piece) for piece in loose)


def _parts(piece: str) -> str:
    pairs = _terms(piece)
    if len(piece) <= 2 or not CHINESE.match(piece):
        return _every(pairs)
    if len(piece) == 3:
        ways = (pairs[0], piece[2]), (piece[0], pairs[1])
    else:
        ways = (pairs[::2],) if len(piece) % 2 == 0 else ([*pairs[::2], pairs[-1]], [pairs[0], *pairs[1::2]])
    told = list(map(_every, ways))
    return told[0] if len(told) == 1 else f"({' | '.join(f'({way})' for way in told)})"


def _every(found: Iterable[str]) -> str:
    return " & ".join(dict.fromkeys(map(_asked, list(found)[:TERMS_ASKED])))


def _phrase(text: str) -> str:
    """Neighbouring terms of each piece; pieces of a phrase need not touch, since what stands between them is not indexed."""
    parts = [" <-> ".join(map(_asked, _terms(piece)[:TERMS_ASKED])) for piece in pieces(text)]
    return " & ".join(f"({part})" if "<->" in part else part for part in parts)


def _asked(term: str) -> str:
    """A lone character and a word are looked for by their beginning, a pair as it is."""
    return quoted(term) if len(term) == 2 and CHINESE.match(term) else quoted(term) + ":*"


def quoted(term: str) -> str:
    """A term as it stands in a query or a vector."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
