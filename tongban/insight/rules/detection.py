"""The last week of many series, each tested by what its history allows, and which alarms stand among so many tests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tongban.insight.rules import discovery, ears, farrington
from tongban.insight.rules import series as weeks
from tongban.insight.rules.holidays import Calendar
from tongban.insight.terms import Method, Series, SurgeTest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of each method, and which share of the alarms that are told may be false."""

    farrington: farrington.Settings = field(default_factory=farrington.Settings)
    ears: ears.Settings = field(default_factory=ears.Settings)
    false_share: float = discovery.SHARE


USUAL = Settings()


def tested(
    many: Iterable[Series], settings: Settings = USUAL, until: date | None = None, holidays: Mapping[int, str] | None = None
) -> tuple[SurgeTest, ...]:
    """One test of the last week of each series, the highest score first. Series that are too young, or unknown in that week, have none.

    `until`: the day up to which is counted, which tells whether a week 53 is in the last count. `holidays`: the weeks that one takes, by
    their numbers (rules.holidays.weeks).
    """
    calendar, groups = Calendar(until, holidays or {}), defaultdict[tuple[Method, int, int], list[Series]](list)
    for each in many:
        if each.counts and each.counts[-1] is not None:
            groups[_group(each, settings, calendar)].append(each)
    found = [
        test
        for (method, years, _), group in groups.items()
        if method is not Method.TOO_YOUNG
        for test in (_farrington(group, years, settings, calendar) if method is Method.FARRINGTON else _ears(group, settings, calendar))
    ]
    stands = discovery.found(
        np.array([each.p for each in found]), np.array([each.tested for each in found], dtype=np.bool_), settings.false_share
    )
    marked = [replace(each, found=each.alarm and bool(stands[place])) for place, each in enumerate(found)]
    return tuple(sorted(marked, key=lambda each: (-each.score, each.key)))


def _group(series: Series, settings: Settings, calendar: Calendar) -> tuple[Method, int, int]:
    """What is tested together has one design: by one method, on as many years, and up to the same week where holidays are known."""
    method = weeks.method(series, settings.farrington)
    if method is Method.FARRINGTON:
        return method, farrington.years_of(len(series.counts), settings.farrington), series.after if calendar.holidays else 0
    known = sum(count is not None for count in series.counts)
    return (method if known >= ears.WEEKS else Method.TOO_YOUNG), 0, 0


def _farrington(group: Sequence[Series], years: int, settings: Settings, calendar: Calendar) -> list[SurgeTest]:
    length = farrington.window(years, settings.farrington)
    rows = np.array([[UNKNOWN if count is None else count for count in each.counts[-length:]] for each in group])
    exposures = {after: calendar.exposure(range(after - length, after)) for after in {each.after for each in group}}
    exposure = np.array([exposures[each.after] for each in group])
    names = calendar.names(range(group[0].after - length, group[0].after))
    expected, judged = farrington.tested(rows, settings.farrington, exposure, names)
    found: list[SurgeTest] = []
    for row, each in enumerate(group):
        if np.isnan(expected.mean[row]):
            continue
        found.append(
            SurgeTest(
                key=each.key,
                week=each.after - 1,
                method=Method.FARRINGTON,
                years=years,
                count=float(rows[row, -1]),
                expected=float(expected.mean[row]),
                bound=float(expected.bound[row]),
                score=float(judged.score[row]),
                p=float(judged.p[row]),
                dispersion=float(expected.dispersion[row]),
                trend=bool(expected.trend[row]),
                tested=bool(judged.enough[row]),
                alarm=bool(judged.alarm[row]),
                found=False,
            )
        )
    return found


def _ears(group: Sequence[Series], settings: Settings, calendar: Calendar) -> list[SurgeTest]:
    """C2 of counts per week. Unknown weeks and those of holidays are passed over: the baseline is the seven others before."""
    exposures = {weeks_: calendar.exposure(weeks_) for weeks_ in {_weeks(each) for each in group}}
    last = [exposures[_weeks(each)][-1] for each in group]
    judged = ears.c2(np.array([_known(each, exposures[_weeks(each)], calendar) for each in group]), settings.ears)
    return [
        SurgeTest(
            key=each.key,
            week=each.after - 1,
            method=Method.EARS,
            years=len(each.counts) // weeks.YEAR,
            count=float(each.counts[-1] or 0),
            expected=float(judged.mean[row]) * last[row],
            bound=float(judged.bound[row]) * last[row],
            score=float(judged.score[row]),
            p=float(judged.p[row]),
            dispersion=float(judged.deviation[row] ** 2 / max(judged.mean[row], 1.0)),
            trend=False,
            tested=bool(judged.enough[row]),
            alarm=bool(judged.alarm[row]),
            found=False,
        )
        for row, each in enumerate(group)
    ]


def _weeks(series: Series) -> range:
    return range(series.first_week, series.after)


def _known(series: Series, exposure: Sequence[float], calendar: Calendar) -> list[float]:
    """The last known counts, per week. Of a history too short to pass over a holiday all."""
    told = zip(_weeks(series), series.counts, exposure, strict=True)
    return calendar.usual([(week, count / share) for week, count, share in told if count is not None], ears.WEEKS)[-ears.WEEKS :]
