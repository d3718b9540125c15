"""Texts that can be kept: the database has no NUL, and half of a character pair is no character."""

import re

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
NUL = "\0"
AROUND = 12  # characters on either side, by which whoever wrote it finds the place again
SHOWN_AS = "■"
NAMELESS = "path"  # a name of which nothing is left: the address


class Unkeepable(ValueError):
    """A text of a request cannot be kept; `place` is where it stands, `nul` whether it is a NUL or half of a character.

    `around` is what stands on either side of it, with a sign in its place that can be seen.
    """

    def __init__(self, place: str, *, nul: bool = False, around: str = "") -> None:
        super().__init__(place)
        self.place = place
        self.nul = nul
        self.around = around


def require_keepable(place: str, text: str) -> None:
    """Raises Unkeepable."""
    found = UNKEEPABLE.search(text)
    if found:
        around = text[max(0, found.start() - AROUND) : found.end() + AROUND]
        raise Unkeepable(kept_of(place) or NAMELESS, nul=found.group() == NUL, around=UNKEEPABLE.sub(SHOWN_AS, around).strip())


def kept_of(text: str) -> str:
    """What of a text can be kept."""
    return UNKEEPABLE.sub("", text)
