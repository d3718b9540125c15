"""What of a text everybody may read, as it is shown before sending and as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.city import public_numbers
from tongban.board.rules import writing
from tongban.kernel.words import grams, masking
from tongban.kernel.words.characters import simplified

if TYPE_CHECKING:
    from collections.abc import Collection

    from tongban.board.models import Message


def preview(text: str) -> str:
    """A text as it will be displayed, before it is sent. For everybody."""
    return masked(writing.legible(text))


def masked(text: str, *, confirmed: Collection[tuple[int, int]] = ()) -> str:
    """Telephones, numbers, plates, doors and names hidden, except the passages that somebody has confirmed as no private person's."""
    return masking.masked(text, shown=frozenset(confirmed), public_numbers=public_numbers())


def index_terms(row: Message) -> str:
    """Under what a message is found: its masked title, place and text, and its number; traditional characters as simplified ones."""
    return grams.index_terms({"A": simplified(row.title), "B": simplified(f"{row.number} {row.place}"), "D": simplified(row.text)})


def candidates(text: str) -> tuple[tuple[int, int], ...]:
    """Passages that are perhaps names of private persons or firms: masked until somebody has confirmed that they may be shown."""
    return tuple((each.start, each.end) for each in masking.find(text, public_numbers=public_numbers()) if not each.certain)
