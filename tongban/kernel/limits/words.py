"""A limit as people say it."""

from __future__ import annotations

from tongban.kernel.limits.terms import Limit, Unit

UNIT_WORDS = {
    Unit.WORKING_DAYS: ("个工作日", "working day"),
    Unit.CALENDAR_DAYS: ("日", "day"),
    Unit.MONTHS: ("个月", "month"),
    Unit.HOURS: ("小时", "hour"),
    Unit.CLOCK_HOURS: ("小时（昼夜连续计算）", "hour"),
}
AROUND_THE_CLOCK = ", day and night"


def limit_words(limit: Limit | None) -> tuple[str, str]:
    """In Chinese and in English: 10个工作日, 即办; empty where there is none."""
    if limit is None:
        return "", ""
    if limit.unit not in UNIT_WORDS:
        return "即办", "on the spot"
    zh, en = UNIT_WORDS[limit.unit]
    amount = f"{limit.amount.normalize():f}"
    closing = AROUND_THE_CLOCK if limit.unit is Unit.CLOCK_HOURS else ""
    return f"{amount}{zh}", f"{amount} {en}{'' if limit.amount == 1 else 's'}{closing}"
