"""What a finder of personal data reports, and the two views of a text in which it looks; offsets are the same in all of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of personal data a passage is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    MESSENGER = "messenger"
    DOOR = "door"
    PERSON = "person"
    FIRM = "firm"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A passage `text[start:end]`. What is not `certain` is a candidate: masked all the same until somebody has confirmed or dropped it."""

    start: int
    end: int
    kind: Kind
    certain: bool


NUMERALS = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
STYLED = re.compile(r"[^\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff。、“”‘’《》]")  # what may have a plainer form; these have none
INVISIBLE = (  # also blanks that are drawn as letters, what chooses the shape of a character, and the frame of a key
    "\u00ad\u034f\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff"
)


def plain(text: str) -> str:
    """The text with full-width and other styled characters as the plain ones, character for character."""
    return text if text.isascii() else STYLED.sub(_plain, text)


def _plain(character: re.Match[str]) -> str:
    folded = unicodedata.normalize("NFKC", character[0])
    if len(folded) != 1:
        return character[0]
    return str(unicodedata.decimal(folded)) if folded.isdecimal() else folded  # digits of every script


def numerals(plain_text: str) -> str:
    """The plain view with Chinese numerals as digits: 一三八 is how a number is hidden from a machine."""
    return plain_text.translate(NUMERALS)


def is_mark(character: str) -> bool:
    """Whether the character belongs to the one before it: variation selectors, accents, joiners."""
    return character == "\u200d" or unicodedata.category(character) in ("Mn", "Me")
