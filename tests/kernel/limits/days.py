"""Days of 2026 and the city's almanac, for the tests of limits."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from tongban.kernel.limits import Almanac, Entry, Limit, Tick, Unit
from tongban.kernel.working_days import calendar

ZONE = ZoneInfo("Asia/Shanghai")
ALMANAC = Almanac(calendar(), ZONE)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE)


def on(text: str, hour: int = 10) -> datetime:
    return moment(date.fromisoformat(text), hour)


def working(days: str | int) -> Limit:
    return Limit(Unit.WORKING_DAYS, Decimal(days))


def start(at: datetime, limit: Limit) -> Entry:
    return Entry(Tick.START, at, limit)
