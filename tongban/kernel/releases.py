"""City data as immutable releases: the newest is in force, and a new one is written only where the city's file says something else.

The rows are a module's own, with `content`, `digest` and `loaded_at`. Not here: what the content means, who may load it, and the entry and
the fact that loading leaves (the module's rules and its verb).
"""

from __future__ import annotations

import hashlib
import json
import time
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import Model

KEPT_SECONDS = 30  # how long another process may still go by what was in force
TICK = timedelta(microseconds=1)
Row = TypeVar("Row", bound="Model")
Read = TypeVar("Read")


class InForce(Generic[Row, Read]):
    """The releases of one kind, each read once and remembered by each process."""

    def __init__(self, kind: type[Row], read: Callable[[Row], Read], none: type[Exception]) -> None:
        self._kind, self._read, self._none = kind, read, none
        self._newest = lru_cache(maxsize=1)(self._find_newest)
        self._release = lru_cache(maxsize=64)(self._find)

    def release(self, release_id: UUID | None = None) -> Read:
        """The one in force, or the one that something keeps. Raises the exception that says that there is none."""
        wanted = release_id or self._newest(int(time.monotonic() // KEPT_SECONDS))
        if wanted is None:
            raise self._none
        return self._release(wanted)

    def forget(self) -> None:
        """Drop what this process remembers."""
        self._newest.cache_clear()
        self._release.cache_clear()

    def _find_newest(self, _window: int) -> UUID | None:
        return self._kind._default_manager.order_by("-loaded_at", "-pk").values_list("pk", flat=True).first()

    def _find(self, release_id: UUID) -> Read:
        row = self._kind._default_manager.filter(pk=release_id).first()
        if row is None:
            raise self._none(str(release_id))
        return self._read(row)


def following(kind: type[Row], content: Mapping[str, Any], *, lock: int, at: datetime) -> tuple[Row, bool]:
    """The release in force where it says the same, else a new one, not yet written; and whether it is new.

    One loading of a kind at a time, by an advisory lock of the transaction. The newest is in force, so a new one is later than all.
    """
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
    known: Any = kind._default_manager.order_by("-loaded_at", "-pk").only("digest", "loaded_at").first()
    if known is not None and known.digest == digest:
        return known, False
    later = at if known is None else max(at, known.loaded_at + TICK)
    return kind(content=content, digest=digest, loaded_at=later), True
