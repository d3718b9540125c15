"""What of a text everybody may read, as it is shown before sending and as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.numbers import public_numbers
from tongban.board.rules import writing
from tongban.board.terms import Hidden
from tongban.kernel.words import grams, masking
from tongban.kernel.words.characters import simplified

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tongban.board.models import Message, Track


def preview(text: str) -> str:
    """A text as it will be displayed, before it is sent. For everybody."""
    return masked(writing.legible(text))


def masked(text: str, *, confirmed: Collection[tuple[int, int]] = ()) -> str:
    """Telephones, numbers, plates, doors and names hidden, except the passages that somebody has confirmed as no private person's."""
    return masking.masked(text, shown=frozenset(confirmed), public_numbers=public_numbers())


def with_doors(text: str) -> str:
    """As everybody reads it, but with doors: where a fire is, for whoever sends help."""
    return masking.masked(text, shown=frozenset({masking.Kind.DOOR}), public_numbers=public_numbers())


def displayed(
    words: Mapping[str, str],
    *,
    title: Collection[tuple[int, int]] = (),
    text: Collection[tuple[int, int]] = (),
    hidden: Collection[str] = (),
) -> dict[str, str]:
    """Title and text as everybody reads them; a title that was made is made of what is displayed of the text, never of what it hides."""
    shown = without(masked(words["text"], confirmed=text), hidden)
    own = writing.title_of(shown) if was_made(words) else without(masked(words["title"], confirmed=title), hidden)
    return {"title": own, "text": shown}


def without(text: str, hidden: Iterable[str]) -> str:
    """A text in which words that a screener has named are not read, wherever they stand; the longest first."""
    for each in sorted(hidden, key=len, reverse=True):
        text = text.replace(each, masking.MARK * 2)
    return text


def hidden_before(steps: Iterable[Track]) -> tuple[str, ...]:
    """The words that were named when somebody last looked at the names; whoever calls has noted the reading."""
    last = max((each for each in steps if "names" in each.codes), key=lambda each: each.pk, default=None)
    return tuple(last.said().splitlines()) if last is not None else ()


def hidden_by_office(text: str) -> tuple[Hidden, ...]:
    """What of a text by a unit will be hidden, and as what it will be read. For everybody."""
    found = masking.find(text, public_numbers=public_numbers(), by_office=True)
    return tuple(Hidden(it.start, it.end, _alone(text[it.start : it.end], it), it.certain) for it in found)


def _alone(passage: str, it: masking.Found) -> str:
    return masking.masked(passage, [masking.Found(0, len(passage), it.kind, it.certain)])


def was_made(words: Mapping[str, str]) -> bool:
    """Whether the author gave no title of their own."""
    return words["title"] == writing.title_of(words["text"])


def index_terms(row: Message) -> str:
    """Under what a message is found: its masked title, place and text, and its number; traditional characters as simplified ones."""
    return grams.index_terms({"A": simplified(row.title), "B": simplified(f"{row.number} {row.place}"), "D": simplified(row.text)})


def candidates(text: str) -> tuple[tuple[int, int], ...]:
    """Passages that are perhaps names of private persons or firms: masked until somebody has confirmed that they may be shown."""
    return tuple((each.start, each.end) for each in masking.find(text, public_numbers=public_numbers()) if not each.certain)
