"""What will become of a message, told to its author before it is sent: how everybody will read it, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.city import board
from tongban.board.queries.lines import district_name
from tongban.board.queries.masks import candidates, masked
from tongban.board.queries.units import units
from tongban.board.rules import place, writing
from tongban.board.terms import BeforeSending, UnknownUnit

if TYPE_CHECKING:
    from tongban.board.terms import NewMessage


def before_sending(message: NewMessage) -> BeforeSending:
    """A message as it will be displayed. Nothing is asked of the database but what is remembered, and nothing is kept.

    Refuses: NoBoard, WordsMissing, WordsTooLong, TooManyFiles, UnknownDistrict, UnknownUnit, ImpossiblePlace.
    """
    release = board()
    written = writing.sound(message)
    if written.unit and written.unit not in units(release):
        raise UnknownUnit(written.unit)
    district = place.located(release, district=written.district, point=written.point, words=f"{written.address} {written.text}")
    hidden = [each[start:end] for each in (written.title, written.text) for start, end in candidates(each)]
    return BeforeSending(
        title=masked(written.title),
        text=masked(written.text),
        place=masked(written.address),
        free_name=masked(written.free_name),
        district=district,
        district_name=district_name(district, release),
        changed=(masked(written.title), masked(written.text), masked(written.address)) != (written.title, written.text, written.address),
        perhaps_names=tuple(dict.fromkeys(hidden)),
    )
