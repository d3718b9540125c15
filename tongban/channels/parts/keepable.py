"""Texts that can be kept: the database has no NUL, and half of a character pair is no character."""

import re

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
NUL = "\0"


class Unkeepable(ValueError):
    """A text of a request cannot be kept; `place` is where it stands, `nul` whether it is a NUL or half of a character."""

    def __init__(self, place: str, *, nul: bool = False) -> None:
        super().__init__(place)
        self.place = place
        self.nul = nul


def require_keepable(place: str, text: str) -> None:
    """Raises Unkeepable."""
    found = UNKEEPABLE.search(text)
    if found:
        raise Unkeepable(place, nul=found.group() == NUL)
