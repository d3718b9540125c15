"""Facts of `snapshots`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SnapshotRecorded(Fact):
    """Files for analysis were brought up to date."""

    aggregate: ClassVar[str] = "snapshot"

    snapshot_id: UUID
    digest: str
    rows: int
