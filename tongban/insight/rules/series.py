"""Series of weeks: how weeks are numbered, and how messages are counted.

Weeks are those of ISO 8601. Week 53 joins 52, so that every year has 52 and the same season lies 52 weeks apart; that week then stands
for two, which `weeks_in` tells and rules.farrington is told as exposure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.insight.rules import ears, farrington
from tongban.insight.rules.weeks import YEAR as YEAR
from tongban.insight.rules.weeks import days as days
from tongban.insight.rules.weeks import name as name
from tongban.insight.rules.weeks import week_of as week_of
from tongban.insight.rules.weeks import weeks_in as weeks_in
from tongban.insight.terms import Method, Series

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Filed:
    """One message as it counts: the series it belongs to, its week, and by whom. Whoever is unknown is nobody twice."""

    key: str
    week: int
    citizen: str | None


@dataclass(slots=True)
class Counted:
    """Of one series: messages by week, and voices by week, where somebody who writes forty times is one."""

    raw: Counter[int] = field(default_factory=Counter[int])
    voices: Counter[int] = field(default_factory=Counter[int])


def counted(filed: Iterable[Filed]) -> dict[str, Counted]:
    """Messages and voices of each series, by week."""
    found: defaultdict[str, Counted] = defaultdict(Counted)
    heard: set[tuple[str, int, str]] = set()
    for each in filed:
        counts, voice = found[each.key], (each.key, each.week, each.citizen or "")
        counts.raw[each.week] += 1
        counts.voices[each.week] += each.citizen is None or voice not in heard
        heard.add(voice)
    return dict(found)


def filled(key: str, counts: Mapping[int, float], weeks: range, unknown: Collection[int] = ()) -> Series:
    """A series without a hole: 0 where nothing was counted, None in weeks of which nothing is known."""
    return Series(key, weeks.start, tuple(None if week in unknown else counts.get(week, 0) for week in weeks))


def method(series: Series, settings: farrington.Settings = farrington.PAPER) -> Method:
    """What its last week is tested by: at least three full years, nine weeks before it, or nothing yet."""
    if farrington.years_of(len(series.counts), settings) >= settings.fewest_years:
        return Method.FARRINGTON
    return Method.EARS if len(series.counts) >= ears.WEEKS else Method.TOO_YOUNG
