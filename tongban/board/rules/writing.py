"""What somebody wrote, before it becomes a message: made legible, measured, and its title found where none was given."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.board.terms import TooManyFiles, WordsMissing, WordsTooLong
from tongban.kernel.words.unseen import without_unseen

if TYPE_CHECKING:
    from tongban.board.terms import NewMessage

TEXT_MOST = 10_000
TITLE_MOST = 80
TITLE_MADE = 30
SHORT_MOST = {"address": 200, "free_name": 20, "phone": 30}
FILES_MOST = 12
LINKS_HELD = 2  # so many addresses of web pages in one text are looked at before anybody reads them
BLANKS = re.compile(r"[ \t\u3000\xa0]+")
EMPTY_LINES = re.compile(r"\n{3,}")
SENTENCE = re.compile(r"[。！？!?；;\n]")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s，。]+|[a-z0-9-]+\.(?:com|cn|net|top|xyz|vip|shop|info|cc|club)(?![a-z0-9.-]*[a-z0-9])", re.IGNORECASE
)


def legible(text: str) -> str:
    """Without characters that nobody sees and the database cannot hold; lines kept, blanks at their ends and heaps of empty ones not."""
    seen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [BLANKS.sub(" ", line).strip() for line in seen.split("\n")]
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """In one line."""
    return " ".join(legible(text).split())


def sound(message: NewMessage) -> NewMessage:
    """The message as it is kept. Raises WordsMissing, WordsTooLong, TooManyFiles."""
    text, title = legible(message.text), line(message.title)
    if not says_something(text):
        raise WordsMissing("text")
    _within("text", text, TEXT_MOST)
    _within("title", title, TITLE_MOST)
    short = {name: line(getattr(message, name)) for name in SHORT_MOST}
    for name, value in short.items():
        _within(name, value, SHORT_MOST[name])
    files = tuple(dict.fromkeys(message.files))
    if len(files) > FILES_MOST:
        raise TooManyFiles(FILES_MOST)
    return replace(message, text=text, title=title if says_something(title) else title_of(text), files=files, **short)


def said(what: str, text: str, most: int) -> str:
    """Words that an act of an author needs, made legible. Raises WordsMissing, WordsTooLong."""
    told = legible(text)
    if not says_something(told):
        raise WordsMissing(what)
    _within(what, told, most)
    return told


def says_something(text: str) -> bool:
    """Whether there is a letter, a Chinese character or a digit in it; signs alone say nothing."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def title_of(text: str) -> str:
    """The beginning of a text as its title: its first sentence, cut where it is long."""
    first = next((each.strip() for each in SENTENCE.split(text) if says_something(each)), text)
    return first if len(first) <= TITLE_MADE else f"{_whole(first[:TITLE_MADE])}…"


def _whole(text: str) -> str:
    """Not cut between a character and the mark that belongs to it."""
    return text.rstrip("\u200d\ufe0e\ufe0f")


def likeness(text: str) -> int:
    """Equal for texts whose letters and digits are the same; what lies between them, and how wide they are, does not count. 63 bits."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(character for character in folded if unicodedata.category(character)[0] in "LN")
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big") >> 1


def looks_like_advertising(text: str) -> bool:
    """Whether a person looks at it before it is displayed; it is taken and handled all the same."""
    return len(LINK.findall(text)) >= LINKS_HELD


def _within(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise WordsTooLong(name, most)
