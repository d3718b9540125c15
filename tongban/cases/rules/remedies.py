"""Where and until when a decision can be contested."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tongban.cases.rules.clocks import Almanac, until
from tongban.catalog.terms import Limit, Unit

if TYPE_CHECKING:
    from datetime import date, datetime

    from tongban.catalog.terms import Remedies

RECONSIDERATION = Limit(Unit.CALENDAR_DAYS, Decimal(60), "Administrative Reconsideration Law, art. 20")
LITIGATION = Limit(Unit.MONTHS, Decimal(6), "Administrative Litigation Law, art. 46")


def remedies(where: Remedies | None, told_at: datetime, almanac: Almanac) -> dict[str, str]:
    """What a paper says of remedies. The day of being told, which is not counted, is that of the electronic paper."""
    return {
        "reconsideration": where.reconsideration.zh if where else "依法申请行政复议",
        "reconsideration_until": _last_day(RECONSIDERATION, told_at, almanac).isoformat(),
        "litigation": where.litigation.zh if where else "依法向人民法院提起行政诉讼",
        "litigation_until": _last_day(LITIGATION, told_at, almanac).isoformat(),
    }


def _last_day(limit: Limit, told_at: datetime, almanac: Almanac) -> date:
    ends = until(limit, told_at, almanac).at
    assert ends is not None  # a limit that is not paused ends
    return almanac.day(ends)
