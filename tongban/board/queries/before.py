"""What will become of a message, told to its author before it is sent: how everybody will read it, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.lines import district_name
from tongban.board.queries.masks import candidates, displayed, masked
from tongban.board.rules import writing
from tongban.board.terms import BeforeSending, UnknownUnit
from tongban.responsibilities.queries import board, danger, located, units

if TYPE_CHECKING:
    from tongban.board.terms import NewMessage


def danger_and_likeness(text: str) -> tuple[bool, int]:
    """Whether a text names a danger, and a number that texts with the same words share: by it a flood is known. Refuses: NoBoard."""
    return bool(danger(board(), text)), writing.likeness(text)


def before_sending(message: NewMessage) -> BeforeSending:
    """A message as it will be displayed. Nothing is asked of the database but what is remembered, and nothing is kept.

    Refuses: NoBoard, WordsMissing, WordsTooLong, TooManyFiles, UnknownDistrict, UnknownUnit, ImpossiblePlace.
    """
    release = board()
    written = writing.sound(message)
    if written.unit and written.unit not in units(release):
        raise UnknownUnit(written.unit)
    district = located(release, district=written.district, point=written.point, words=f"{written.address} {written.text}")
    hidden = [each[start:end] for each in (written.title, written.text) for start, end in candidates(each)]
    shown, where = displayed({"title": written.title, "text": written.text}), masked(written.address)
    return BeforeSending(
        **shown,
        place=where,
        free_name=masked(written.free_name),
        district=district,
        district_name=district_name(district, release),
        changed=(shown["title"], shown["text"], where) != (written.title, written.text, written.address),
        perhaps_names=tuple(dict.fromkeys(hidden)),
    )
