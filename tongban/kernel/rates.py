"""Limits on how often somebody may come, counted in the database: all processes on all machines together."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tongban.kernel.models.rates import Rate

COUNT = """
INSERT INTO kernel_rate AS known (who, minute, calls) VALUES (%s, %s, 1)
ON CONFLICT (who) DO UPDATE SET
    minute = greatest(known.minute, excluded.minute),
    calls = CASE WHEN known.minute < excluded.minute THEN 1 ELSE known.calls + 1 END
RETURNING calls
"""


class TooOften(Exception):
    """The same address has asked too often within this minute; `limit` is how often it may."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def within(who: str, *, limit: int, at: datetime) -> bool:
    """Count one call in the minute of `at`, refused ones too; says whether it is within the limit. Outside of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [who, int(at.timestamp() // 60)])
        (calls,) = cursor.fetchone() or (1,)
    return calls <= limit


def forget(*, at: datetime) -> int:
    """Remove the counts of minutes that are over; returns how many."""
    return Rate.objects.filter(minute__lt=int(at.timestamp() // 60)).delete()[0]
