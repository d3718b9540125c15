"""The city's board data: read once, and remembered by each process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel.releases import InForce
from tongban.responsibilities.models import BoardReleaseRow
from tongban.responsibilities.queries.units import forget_units, units
from tongban.responsibilities.rules import city as rules
from tongban.responsibilities.terms import NoBoard

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tongban.responsibilities.terms import BoardRelease

RELEASES = InForce(BoardReleaseRow, lambda row: rules.release(release_id=row.pk, content=row.content), NoBoard)


def board(release_id: UUID | None = None) -> BoardRelease:
    """The board data in force, or the release that a message keeps. Refuses: NoBoard."""
    return RELEASES.release(release_id)


def unit_name(code: str) -> str:
    """A unit as people call it, in the language of the request; empty where there is none."""
    return str(units(board()).called(code))


def watches_all(desks: Collection[str]) -> bool:
    """Whether somebody at these desks watches the clocks of every unit: at the duty desk, or at a joint one that sees or watches all."""
    try:
        release = board()
    except NoBoard:
        return False
    joint = any(each.desk in desks and each.rights & {"see", "watch"} for each in release.joint)
    return joint or release.duty_desk in desks


def forget() -> None:
    """Drop what this process remembers."""
    RELEASES.forget()
    forget_units()
