"""The curve of what is sought: messages and voices week after week, and how each week of the last year stood to its bound."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tongban.insight.rules import detection, farrington, series, watching
from tongban.insight.terms import Curve, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongban.snapshots.terms import WeekCount

SPAN = 5 * series.YEAR  # weeks that are told
HISTORY = farrington.window(farrington.PAPER.years)  # weeks by which one is tested
READ = HISTORY + series.YEAR - 1  # so that each week of the last year is tested as it was then


def drawn(counts: Iterable[WeekCount], city: Iterable[WeekCount], until: date, holidays: Mapping[int, str]) -> Curve:
    """Up to a day, tested as surges are: of a week of which nothing is known None, of the last year's each test.

    `city` are all messages there are, which tell since when there is something to count; `holidays` the weeks that one takes.
    """
    last = series.week_of(until - timedelta(days=1))
    weeks, unknown = watching.known(_by_week((each.monday, each.raw) for each in city), last, READ)
    told = list(counts)
    raw = series.filled("raw", _by_week((each.monday, each.raw) for each in told), weeks, unknown)
    voices = series.filled("voices", _by_week((each.monday, each.voices) for each in told), weeks, unknown)
    known = len(voices.counts)
    so_far = [_up_to(voices, end) for end in range(max(1, known - series.YEAR + 1), known + 1)]
    tests = detection.tested(so_far, until=until - timedelta(days=1), holidays=holidays)
    skipped = max(0, known - SPAN)
    return Curve(weeks.start + skipped, raw.counts[skipped:], voices.counts[skipped:], tuple(sorted(tests, key=lambda each: each.week)))


def first_day(until: date) -> date:
    """From which day on it is counted."""
    return series.days(series.week_of(until - timedelta(days=1)) - READ + 1)[0]


def _up_to(voices: Series, end: int) -> Series:
    begin = max(0, end - HISTORY)
    return Series(str(end), voices.first_week + begin, voices.counts[begin:end])


def _by_week(counts: Iterable[tuple[date, int]]) -> Mapping[int, float]:
    found: dict[int, float] = {}
    for monday, count in counts:
        week = series.week_of(monday)
        found[week] = found.get(week, 0) + count
    return found
