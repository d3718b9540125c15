"""What a clock says, and how a limit is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.cases.terms.words import Clock, Light
    from tongban.catalog.terms import Limit


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Days on which a clock stood still, and why. `until` is open while it still does."""

    since: date
    until: date | None
    days: Decimal
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The facts of the sentence that explains a due date: "12 working days, 2 not counted for 检测, 1 make-up Saturday"."""

    counted_from: date  # the day after the event, which itself is not counted (Civil Code art. 201)
    days_off: tuple[date, ...] = ()  # weekdays on the way that are not worked
    make_up_days: tuple[date, ...] = ()  # weekend days on the way that are
    not_counted: tuple[NotCounted, ...] = ()
    extended_by: Decimal = Decimal(0)
    rolled_from: date | None = None  # the limit ended on this day off and moved to the next working day (Civil Code art. 203)
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock says. `explained` carries the facts of the sentence: started on, counted, not counted, due."""

    clock: Clock
    started_on: date | None
    due_on: date | None
    due_at: datetime | None
    provisional: bool  # reaches beyond the last announced holiday table
    used: Decimal
    allowed: Decimal
    unit: str
    light: Light
    stopped_at: datetime | None = None
    paused: bool = False
    explained: Explained | None = None


UNIT_WORDS = {
    "working_days": ("个工作日", "working day"),
    "calendar_days": ("日", "day"),
    "months": ("个月", "month"),
    "hours": ("小时", "hour"),
}


def limit_words(limit: Limit | None) -> Bilingual:
    """A limit as people say it: 10个工作日, 即办; empty where there is none."""
    if limit is None:
        return Bilingual("")
    if limit.unit not in UNIT_WORDS:
        return Bilingual("即办", "on the spot")
    zh, en = UNIT_WORDS[limit.unit]
    amount = f"{limit.amount.normalize():f}"
    return Bilingual(f"{amount}{zh}", f"{amount} {en}{'' if limit.amount == 1 else 's'}")
