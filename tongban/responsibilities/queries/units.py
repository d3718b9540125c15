"""Which departments take messages, remembered for half a minute per process."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.identity import queries as identity_queries
from tongban.responsibilities.terms.units import Unit, Units

if TYPE_CHECKING:
    from tongban.responsibilities.terms import BoardRelease

KEPT_SECONDS = 30


def units(release: BoardRelease) -> Units:
    """The departments with a desk at which orders arrive, each with the nearest such department over it."""
    return _read(release.unit_desk, int(time.monotonic() // KEPT_SECONDS))


def forget_units() -> None:
    """Drop what this process remembers."""
    _read.cache_clear()


@lru_cache(maxsize=4)
def _read(unit_desk: str, _window: int) -> Units:
    rows = {each.code: each for each in identity_queries.departments()}
    taking = {each.department for each in identity_queries.desks() if each.code == f"{each.department}/{unit_desk}"}
    found: dict[str, Unit] = {}
    for code in sorted(taking):
        over = rows[code].parent
        while over and over not in taking:
            over = rows[over].parent
        found[code] = Unit(code, rows[code].name, rows[code].short_name, over or "")
    return Units(found, {code: each.short_name for code, each in rows.items()})
