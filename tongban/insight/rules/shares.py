"""An alarm held against all that came in from the same area: a board that wins users lifts every series, and none of their shares.

It decides nothing and is told beside the alarm. The method is that of the alarm; all voices of the area are its exposure (the package
surveillance calls that populationOffset). C2 has no exposure: it is given shares of what the area has in the mean of its baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tongban.insight.rules import detection, ears, farrington
from tongban.insight.rules.watching import TOPIC, WHOLE
from tongban.insight.terms import Method

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tongban.insight.rules.holidays import Calendar
    from tongban.insight.terms import Series, SurgeTest
    from tongban.responsibilities.terms import District

YEAR = 52
MOST = 0.5  # of all that comes from the area


@dataclass(frozen=True, slots=True)
class Share:
    """What its share of the area leads one to expect. `total`: all voices of the area in that week; `usual`: what a year's weeks had."""

    expected: float
    bound: float
    score: float
    total: float
    usual: float


def area_of(key: str, places: Collection[str] = (), districts: Collection[District] = ()) -> str:
    """The area of a series (`street beiwan`). Of a topic the one street that its places name, or else the one district, or the city."""
    if not key.startswith(TOPIC):
        return key.partition(" ")[2]
    named = [each for each in districts if not {each.name.zh, *each.names}.isdisjoint(places)]
    for kind, found in (("street", [each for each in named if each.parent]), ("district", [each for each in named if not each.parent])):
        if len(found) == 1:
            return f"{kind} {found[0].code}"
    return WHOLE


def by_share(
    test: SurgeTest, series: Series, totals: Mapping[int, float], calendar: Calendar, settings: detection.Settings = detection.USUAL
) -> Share | None:
    """The second test of an alarm, given all voices of its area by week.

    None where they do not reach as far as the method needs, and of what is mostly all there is: its share does not tell a rise.
    """
    total = totals.get(test.week, 0.0)
    before = [week for week in range(test.week - YEAR, test.week) if totals.get(week) and week not in calendar.holidays]
    if not total or not before:
        return None
    usual = sum(totals[week] for week in before) / sum(calendar.exposure(before)) * calendar.exposure([test.week])[0]
    if test.expected > usual * MOST:
        return None
    tell = _farrington if test.method is Method.FARRINGTON else _ears
    told = tell(test, series, totals, calendar, settings)
    return Share(*told, total, usual) if told is not None else None


def _farrington(
    test: SurgeTest, series: Series, totals: Mapping[int, float], calendar: Calendar, settings: detection.Settings
) -> tuple[float, float, float] | None:
    length = farrington.window(test.years, settings.farrington)
    weeks = range(series.after - length, series.after)
    exposure = np.array([[totals.get(week, 0.0) for week in weeks]])
    counts = np.array([[np.nan if count is None else count for count in series.counts[-length:]]])
    rows = np.where(exposure > 0, counts, np.nan)
    expected, judged = farrington.tested(rows, settings.farrington, exposure, calendar.names(weeks))
    found = float(expected.mean[0]), float(expected.bound[0]), float(judged.score[0])
    return found if np.isfinite(found).all() else None


def _ears(
    test: SurgeTest, series: Series, totals: Mapping[int, float], calendar: Calendar, settings: detection.Settings
) -> tuple[float, float, float] | None:
    weeks = range(series.first_week, series.after)
    told = [(week, (count, totals.get(week))) for week, count in zip(weeks, series.counts, strict=True)]
    last = calendar.usual([each for each in told if each[1][0] is not None and each[1][1]], ears.WEEKS)[-ears.WEEKS :]
    if len(last) < ears.WEEKS:
        return None
    counts, voices = np.array(last).T
    level = voices[: ears.BASELINE].mean()
    judged = ears.c2((counts / voices * level)[None], settings.ears)
    now = voices[-1] / level
    return float(judged.mean[0] * now), float(judged.bound[0] * now), float(judged.score[0])
