"""Which snapshots were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.snapshots import access
from tongban.snapshots.models import Snapshot
from tongban.snapshots.terms import SnapshotTaken

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


def snapshots(*, by: Actor, limit: int = 50) -> tuple[SnapshotTaken, ...]:
    """The last runs, the newest first. Refuses: Denied."""
    access.require_analyst(by)
    found = Snapshot.objects.order_by("-at", "-pk")[:limit]
    return tuple(SnapshotTaken(row.pk, row.at, row.written, row.parts, row.until_at, row.digest) for row in found)
