"""Wrong passwords and codes are counted, for all web processes together: five in five minutes, then nobody may try for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from uuid import UUID

MOST = 5
WINDOW = 300  # seconds


def exhausted(login_id: UUID | None) -> bool:
    """Whether this login has tried too often."""
    return cache.get(_key(login_id), 0) >= MOST


def count(login_id: UUID | None) -> None:
    """One wrong try more."""
    if not cache.add(_key(login_id), 1, timeout=WINDOW):
        cache.incr(_key(login_id))


def forget(login_id: UUID | None) -> None:
    """After one that was right."""
    cache.delete(_key(login_id))


def _key(login_id: UUID | None) -> str:
    return f"second-factor:{login_id}"
