"""The city's board data: read once, and remembered by each process."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.responsibilities.models import BoardReleaseRow
from tongban.responsibilities.queries.units import forget_units, units
from tongban.responsibilities.rules import city as rules
from tongban.responsibilities.terms import NoBoard

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tongban.responsibilities.terms import BoardRelease

KEPT_SECONDS = 30  # how long another process may still go by the data as it was


def board(release_id: UUID | None = None) -> BoardRelease:
    """The board data in force, or the release that a message keeps. Refuses: NoBoard."""
    wanted = release_id or _current(_window())
    if wanted is None:
        raise NoBoard
    return _release(wanted)


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
    for each in (_current, _release):
        each.cache_clear()
    forget_units()


def _window() -> int:
    return int(time.monotonic() // KEPT_SECONDS)


@lru_cache(maxsize=1)
def _current(window: int) -> UUID | None:
    return BoardReleaseRow.objects.order_by("-loaded_at", "-pk").values_list("pk", flat=True).first()


@lru_cache(maxsize=64)
def _release(release_id: UUID) -> BoardRelease:
    row = BoardReleaseRow.objects.filter(pk=release_id).first()
    if row is None:
        raise NoBoard(str(release_id))
    return rules.release(release_id=row.pk, content=row.content)
