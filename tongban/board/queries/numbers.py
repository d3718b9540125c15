"""Telephones of the city that are never masked, remembered for half a minute per process."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.responsibilities.queries import board

if TYPE_CHECKING:
    from uuid import UUID

KEPT_SECONDS = 30


def public_numbers() -> frozenset[str]:
    """Telephones of the city that everybody may read, and that are never masked."""
    return _numbers(board().id, int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _numbers(_release_id: UUID, _window: int) -> frozenset[str]:
    of_units = (each.phone for each in identity_queries.departments() if each.phone)
    return frozenset([*(each.phone for each in catalog_queries.city().hotlines), *of_units])
