"""Series of weeks: how weeks are numbered, how messages are counted, and what a changed tree of classes carries over.

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


@dataclass(frozen=True, slots=True)
class Succession:
    """A class that was renamed, merged or split: what became of the old one from a week on, and which share of its past goes along."""

    old: str
    new: str
    from_week: int
    share: float = 1.0


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


def carried(counts: Mapping[str, Mapping[int, float]], successions: Iterable[Succession]) -> dict[str, dict[int, float]]:
    """The series with the past of classes that were renamed, merged or split, in the order in which that happened.

    What was counted under the old class before that week goes to the new ones by their shares; what no share takes along is left
    behind, and so is what was still filed under the old one afterwards.
    """
    found = {key: dict(weeks) for key, weeks in counts.items()}
    steps: defaultdict[tuple[int, str], list[Succession]] = defaultdict(list)
    for each in successions:
        steps[each.from_week, each.old].append(each)
    for (from_week, old), heirs in sorted(steps.items()):
        if sum(each.share for each in heirs) > 1 + 1e-9:
            raise ValueError(f"{old}: the shares of its past are more than the whole")
        past = {week: count for week, count in found.get(old, {}).items() if week < from_week}
        found[old] = {week: count for week, count in found.get(old, {}).items() if week >= from_week}
        for heir in heirs:
            for week, count in past.items():
                of = found.setdefault(heir.new, {})
                of[week] = of.get(week, 0) + count * heir.share
        if not found[old]:
            del found[old]
    return found


def filled(key: str, counts: Mapping[int, float], weeks: range, unknown: Collection[int] = ()) -> Series:
    """A series without a hole: 0 where nothing was counted, None in weeks of which nothing is known."""
    return Series(key, weeks.start, tuple(None if week in unknown else counts.get(week, 0) for week in weeks))


def method(series: Series, settings: farrington.Settings = farrington.PAPER) -> Method:
    """What its last week is tested by: at least three full years, nine weeks before it, or nothing yet."""
    if farrington.years_of(len(series.counts), settings) >= settings.fewest_years:
        return Method.FARRINGTON
    return Method.EARS if len(series.counts) >= ears.WEEKS else Method.TOO_YOUNG
