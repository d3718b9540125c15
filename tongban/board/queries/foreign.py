"""Lists of other channels, read; nothing is asked of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.rules import foreign
from tongban.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.board.terms import Foreign


def read_list(content: bytes, *, name: str) -> Iterator[Foreign | tuple[int, str]]:
    """Each message of a list (CSV with a header, JSON lines), or its line and what is wrong with it."""
    return foreign.messages(content, name=name, zone=clock.city_zone())
