"""What a report says of the run that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class DetectionProof:
    """A run with its settings. `tested` are the series that passed the floor; `false_share` is held down by the correction."""

    id: UUID
    at: datetime
    until_on: date
    week: str
    tests: int
    tested: int
    alarms: int
    stood: int
    floor: int
    floor_weeks: int
    alpha: float
    false_share: float
    data: str
    rules: str
    digest: str  # counted again from the tests
