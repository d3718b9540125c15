"""The limits of the law that stand in no release: for acceptance, and for contesting a decision."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongban.kernel.limits import Almanac, Limit, Unit, until

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.catalog.terms import Remedies

ACCEPTANCE = Limit(Unit.WORKING_DAYS, Decimal(5), "《中华人民共和国行政许可法》第三十二条第一款第四项")
RECONSIDERATION = Limit(Unit.CALENDAR_DAYS, Decimal(60), "Administrative Reconsideration Law, art. 20")
LITIGATION = Limit(Unit.MONTHS, Decimal(6), "Administrative Litigation Law, art. 46")


def remedies(where: Remedies | None, told_at: datetime, almanac: Almanac) -> dict[str, Any]:
    """What a paper says of remedies. The day of being told, which is not counted, is that of the electronic paper."""
    review, lawsuit = until(RECONSIDERATION, told_at, almanac), until(LITIGATION, told_at, almanac)
    assert review.at is not None and lawsuit.at is not None  # limits that are not paused end
    return {
        "reconsideration": where.reconsideration.zh if where else "依法确定的行政复议机关",
        "reconsideration_until": almanac.day(review.at).isoformat(),
        "reconsideration_provisional": review.provisional,
        "litigation": where.litigation.zh if where else "有管辖权的人民法院",
        "litigation_until": almanac.day(lawsuit.at).isoformat(),
        "litigation_provisional": lawsuit.provisional,
    }
