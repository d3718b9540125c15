"""Idempotency keys: the same creating request twice has one result."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from tongban.kernel.models.idempotency import UsedKey

if TYPE_CHECKING:
    from tongban.kernel.who import Who

CLAIM = """
INSERT INTO kernel_usedkey (actor_id, verb, key, request, result, at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (actor_id, verb, key) DO NOTHING
"""

SYSTEM = UUID(int=0)  # whose keys are those of the system, which has no login


KEPT = timedelta(days=90)  # longer than any client tries again


class KeyReused(Exception):
    """This key was used before for a different request. Send a new key with a new request."""


def claim(*, verb: str, key: UUID, by: Who, at: datetime, result: UUID, request: bytes) -> UUID | None:
    """Claim a key for a result about to be made: None when it is fresh, else the id of the first result.

    One INSERT. A second request at the same time waits for the first one's commit. Raises `KeyReused` when what is asked
    differs from the first time.
    """
    actor_id, digest = by.id or SYSTEM, hashlib.sha256(request).digest()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [actor_id, verb, key, digest, result, at])
        if cursor.rowcount == 1:
            return None
    first = UsedKey.objects.get(actor_id=actor_id, verb=verb, key=key)
    if bytes(first.request) != digest:
        raise KeyReused(key)
    return first.result


def forget(*, at: datetime) -> int:
    """Remove keys that nobody sends again; returns how many."""
    return UsedKey.objects.filter(at__lt=at - KEPT).delete()[0]
