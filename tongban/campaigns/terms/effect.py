"""What a campaign came to in figures. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """Messages received in each week, week by week, before a campaign began and after it ended."""

    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CampaignCounts:
    """What is counted: its own class and area; the same weeks a year earlier and the rest of the city, where there is such a thing."""

    own: WeekCounts
    during: tuple[int, ...]
    last_year: WeekCounts | None = None
    elsewhere: WeekCounts | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A ratio of rates, after to before, with its 95 % interval. Shares below one are fewer messages."""

    ratio: float
    low: float
    high: float

    @property
    def fewer(self) -> bool:
        """The whole interval lies below one."""
        return self.high < 1

    @property
    def more(self) -> bool:
        """The whole interval lies above one."""
        return self.low > 1

    @property
    def percent(self) -> tuple[int, int, int]:
        """How many per cent fewer, or more where there are more: about, at least, at most."""
        if self.ratio <= 1:
            return _percent(1 - self.ratio), _percent(1 - self.high), _percent(1 - self.low)
        return _percent(self.ratio - 1), _percent(self.low - 1), _percent(self.high - 1)


@dataclass(frozen=True, slots=True)
class CampaignEffect:
    """What the counts say. No change where there are too few to judge; without a year of history a season may look like an effect."""

    before: int
    after: int
    weeks_before: int
    weeks_after: int
    enough: bool
    change: Change | None
    against_last_year: Change | None
    against_elsewhere: Change | None
    season_known: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One measuring of the effect. Provisional while weeks are still to come."""

    on: date
    provisional: bool
    counts: CampaignCounts
    effect: CampaignEffect


class CorrectionState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class EffectCorrection:
    """勘误: why an effect was counted again or taken back, with what was shown until then. `at` is None while it waits."""

    id: UUID
    reason: str
    withdraws: bool
    before: Measured
    name: str  # of who asks for it; empty in public
    at: datetime | None


def _percent(share: float) -> int:
    return round(100 * share)
