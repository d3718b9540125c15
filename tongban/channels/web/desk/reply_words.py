"""What a reply lacks, in words, and how everybody will read it: shown while it is drafted, and to whoever approves it."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.board import queries as board_queries
from tongban.channels.parts.problems.board import THIN
from tongban.kernel.words import replies


@dataclass(frozen=True)
class Piece:
    """Some words of a reply; with a `mask` where everybody will read that instead."""

    words: str
    mask: str = ""


def lacking(text: str) -> tuple[str, ...]:
    """Each shortcoming of a reply as a sentence; nothing for one that says what is needed."""
    return tuple(str(THIN[each]) for each in sorted(replies.judge(text).shortcomings))


def public_form(text: str) -> tuple[Piece, ...]:
    """A reply as everybody will read it, with what is hidden beside what stands for it."""
    pieces, here = [], 0
    for each in board_queries.hidden_by_office(text):
        pieces += [Piece(text[here : each.start]), Piece(text[each.start : each.end], each.mask)]
        here = each.end
    return tuple(each for each in (*pieces, Piece(text[here:])) if each.words)


def may_be_shown(text: str) -> dict[str, tuple[str, str]]:
    """Passages that are hidden as perhaps names, by the places where they stand ("3-5,9-11"): the words, and what is read instead."""
    places: dict[tuple[str, str], list[str]] = {}
    for each in board_queries.hidden_by_office(text):
        if not each.certain:
            places.setdefault((text[each.start : each.end], each.mask), []).append(f"{each.start}-{each.end}")
    return {",".join(where): told for told, where in places.items()}


def spans(values: list[str]) -> list[tuple[int, int]]:
    """Places as a form names them; what is none is left out."""
    found = [place.partition("-") for value in values for place in value.split(",")]
    return [(int(start), int(end)) for start, _dash, end in found if start.isdecimal() and end.isdecimal()]
