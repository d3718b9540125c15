"""Characters that nobody sees, and that turn, hide or break what is read beside them: refused or removed wherever a text is kept.

Line ends and tabs are seen. Not among them, on purpose: characters of private use, as which old systems write rare characters of names;
those that no version of Unicode assigns yet; marks that choose the shape of the character before them; and joiners, where they join
(families of emoji, scripts whose letters are joined).

Not here: what is removed to find a text again (`grams.normal`) or to find personal data in it (`masking`): those take away more, such as
variants of emoji, because nobody reads what is left.
"""

import re

JOINERS = "\u200c\u200d"
UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"  # control characters, halves of characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
ALONE = (
    "\x00-\u02ff\u2000-\u206f\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufdef\ufe30-\ufe4f\ufeff-\uffff\U00020000-\U0003ffff"  # joins with nothing
)
JOINED = f"[^{ALONE}{UNSEEN}{JOINERS}]"
SUSPECT = re.compile(f"[{UNSEEN}{JOINERS}]")  # one set of characters: five times as fast as what decides
DECIDED = re.compile(f"[{UNSEEN}]|(?<!{JOINED})[{JOINERS}]|[{JOINERS}](?!{JOINED})")
BREAKS = re.compile(r"[\t\n\r]")
MARK = "\ufffd"


def has_unseen(text: str) -> bool:
    """Whether somebody who reads it does not see all that is there."""
    return SUSPECT.search(text) is not None and DECIDED.search(text) is not None


def has_unseen_or_lines(text: str) -> bool:
    """The same of what must stand in one line."""
    return BREAKS.search(text) is not None or has_unseen(text)


def without_unseen(text: str) -> str:
    """The text as it is seen."""
    return DECIDED.sub("", text) if SUSPECT.search(text) else text


def marked(text: str) -> str:
    """In one line, with a sign for everything unseen and every end of a line: so that it shows that something was there."""
    return DECIDED.sub(MARK, BREAKS.sub(MARK, text))
