"""Days, limits and what is left of them, as people say them in the language of the page. Pure words: no clock is read here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit, Unit, limit_words
from tongban.kernel.working_days import NoTable, calendar

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR = 60
LATE_BY_HOURS = 48 * HOUR
WEEK, LONG_LATE, YEAR = 7, 60, 365  # days
BY_HOURS, BY_DAYS = (Unit.HOURS, Unit.CLOCK_HOURS), (Unit.CALENDAR_DAYS, Unit.MONTHS)


def in_english() -> bool:
    """Whether the page speaks English: days are written in another order there."""
    return (get_language() or "").startswith("en")


def day_words(day: date, *, today: date | None = None, weekday: bool = False) -> str:
    """12月8日 or 8 Dec; with its year unless that is today's."""
    year = today is None or day.year != today.year
    if in_english():
        words = f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"
        return f"{ENGLISH_WEEKDAYS[day.weekday()]} {words}" if weekday else words
    words = f"{f'{day.year}年' if year else ''}{day.month}月{day.day}日"
    return f"{words}（{WEEKDAYS[day.weekday()]}）" if weekday else words


def days_words(days: Iterable[date], *, today: date | None = None) -> str:
    """Several days, those that follow one another as a stretch: 10月1日至10月8日、10月10日."""
    stretches: list[tuple[date, date]] = []
    for day in sorted(days):
        if stretches and day == stretches[-1][1] + timedelta(1):
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return _("、").join(_stretch(first, last, today) for first, last in stretches)


def _stretch(first: date, last: date, today: date | None) -> str:
    if first == last:
        return day_words(first, today=today)
    return _("%(first)s至%(last)s") % {"first": day_words(first, today=today), "last": day_words(last, today=today)}


def amount_words(amount: Decimal, unit: str) -> str:
    """3个工作日, 3 working days."""
    return str(Bilingual(*limit_words(Limit(Unit(unit), amount))))


def working_days_between(after: date, until: date) -> int | None:
    """Working days after one day up to another; None where there is no table of them."""
    try:
        return calendar().between(after, until)
    except NoTable:
        return None


def due_words(at: datetime, now: datetime, counted: str = Unit.WORKING_DAYS) -> tuple[str, str]:
    """What is left until a moment, or how long it is past, and its tone: none, `soon` or `late`; `counted` as its limit is."""
    due_on, today = clock.city_date(at), clock.city_date(now)
    if counted in BY_HOURS:
        return hours_words(at, now)
    if (today - due_on).days >= LONG_LATE:
        return _days_late((today - due_on).days), "late"
    if counted in BY_DAYS:
        return _calendar_words((due_on - today).days, late=now > at)
    if now > at:
        late = working_days_between(due_on, today)
        if not late:
            return _("刚刚逾期"), "late"
        return ngettext("逾期 %(days)s 个工作日", "逾期 %(days)s 个工作日", late) % {"days": late}, "late"
    if due_on == today:
        return _("今天到期"), "soon"
    left = working_days_between(today, due_on)
    if not left:
        return _("还没到期"), ""
    return ngettext("还有 %(days)s 个工作日", "还有 %(days)s 个工作日", left) % {"days": left}, "soon" if left == 1 else ""


def _calendar_words(days: int, *, late: bool) -> tuple[str, str]:
    """Days as they follow each other, with those off."""
    if late:
        return _days_late(-days) if days else _("刚刚逾期"), "late"
    if not days:
        return _("今天到期"), "soon"
    return ngettext("还有 %(days)s 天", "还有 %(days)s 天", days) % {"days": days}, "soon" if days == 1 else ""


def _days_late(days: int) -> str:
    """In a unit that a person can read: 1,925 working days say nothing to anybody."""
    if days >= YEAR:
        return ngettext("逾期 %(years)s 年", "逾期 %(years)s 年", days // YEAR) % {"years": days // YEAR}
    if days >= LONG_LATE:
        return ngettext("逾期 %(weeks)s 周", "逾期 %(weeks)s 周", days // WEEK) % {"weeks": days // WEEK}
    return ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", days) % {"days": days}


def hours_words(at: datetime, now: datetime) -> tuple[str, str]:
    """By the minute, day and night; what is late for more than two days, by the day."""
    minutes = int(abs(at - now).total_seconds() // 60)
    if at < now:
        if minutes > LATE_BY_HOURS:
            return _days_late(minutes // (24 * HOUR)), "late"
        return _("超时 %(time)s") % {"time": _hours(minutes)} if minutes else _("超时不到 1 分钟"), "late"
    if not minutes:
        return _("还剩不到 1 分钟"), "soon"
    return _("还剩 %(time)s") % {"time": _hours(minutes)}, "soon" if minutes < HOUR else ""


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    told = [ngettext("%(hours)s 小时", "%(hours)s 小时", hours) % {"hours": hours}] if hours else []
    if rest:
        told.append(ngettext("%(minutes)s 分钟", "%(minutes)s 分钟", rest) % {"minutes": rest})
    return " ".join(told)


def short_day(day: date) -> str:
    """12/8 or 8 Dec, for a picture."""
    return f"{day.day} {MONTHS[day.month - 1]}" if in_english() else f"{day.month}/{day.day}"
