"""The last week of many series, each tested by what its history allows, and which alarms stand among so many tests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tongban.insight.rules import discovery, ears, farrington
from tongban.insight.rules import series as weeks
from tongban.insight.terms import Method, Series, SurgeTest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tongban.insight.rules.tails import Numbers

UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of each method, and which share of the alarms that are told may be false."""

    farrington: farrington.Settings = field(default_factory=farrington.Settings)
    ears: ears.Settings = field(default_factory=ears.Settings)
    false_share: float = discovery.SHARE


USUAL = Settings()


def tested(many: Iterable[Series], settings: Settings = USUAL, until: date | None = None) -> tuple[SurgeTest, ...]:
    """One test of the last week of each series, the highest score first. Series that are too young, or unknown in that week, have none.

    `until`: the day up to which is counted, which tells whether a week 53 is in the last count.
    """
    groups: defaultdict[tuple[Method, int], list[Series]] = defaultdict(list)
    for each in many:
        if each.counts and each.counts[-1] is not None:
            groups[_group(each, settings)].append(each)
    found = [
        test
        for (method, years), group in groups.items()
        if method is not Method.TOO_YOUNG
        for test in (_farrington(group, years, settings, until) if method is Method.FARRINGTON else _ears(group, settings, until))
    ]
    stands = discovery.found(
        np.array([each.p for each in found]), np.array([each.tested for each in found], dtype=np.bool_), settings.false_share
    )
    marked = [replace(each, found=each.alarm and bool(stands[place])) for place, each in enumerate(found)]
    return tuple(sorted(marked, key=lambda each: (-each.score, each.key)))


def _group(series: Series, settings: Settings) -> tuple[Method, int]:
    method = weeks.method(series, settings.farrington)
    if method is Method.FARRINGTON:
        return method, farrington.years_of(len(series.counts), settings.farrington)
    known = sum(count is not None for count in series.counts)
    return (method if known >= ears.WEEKS else Method.TOO_YOUNG), 0


def _exposure(series: Series, length: int, until: date | None) -> list[float]:
    return [float(weeks.weeks_in(week, until)) for week in range(series.after - length, series.after)]


def _farrington(group: Sequence[Series], years: int, settings: Settings, until: date | None) -> list[SurgeTest]:
    length = farrington.window(years, settings.farrington)
    rows = np.array([[UNKNOWN if count is None else count for count in each.counts[-length:]] for each in group])
    exposure = np.array([_exposure(each, length, until) for each in group])
    expected, judged = farrington.tested(rows, settings.farrington, exposure)
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


def _ears(group: Sequence[Series], settings: Settings, until: date | None) -> list[SurgeTest]:
    """C2 of counts per week. Unknown weeks are passed over: the baseline is the seven known ones before."""
    last = [_exposure(each, 1, until)[0] for each in group]
    judged = ears.c2(_known(group, until), settings.ears)
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


def _known(group: Sequence[Series], until: date | None) -> Numbers:
    """The last known counts of each series, per week."""
    rows: list[list[float]] = []
    for each in group:
        pairs = zip(each.counts, _exposure(each, len(each.counts), until), strict=True)
        rows.append([count / share for count, share in pairs if count is not None][-ears.WEEKS :])
    return np.array(rows)
