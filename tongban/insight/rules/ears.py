"""EARS C1, C2 and C3: a week against the mean of seven before it. For young series; they know no season and no trend.

Fricker, Hegler and Dunfee (2008, doi 10.1002/sim.3197) advise replacing them where a model can be fitted: rules.farrington does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tongban.insight.rules import tails

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongban.insight.rules.tails import Numbers

BASELINE = 7
LAG = 2  # weeks between baseline and tested week in C2 and C3, so that a rise does not spoil what it is held against
TOGETHER = 3  # weeks whose C2 make C3
WEEKS = BASELINE + LAG + 1  # that C2 needs
WEEKS_C3 = WEEKS + TOGETHER - 1


@dataclass(frozen=True, slots=True)
class Settings:
    """α of each; a smallest standard deviation, without which one message after seven empty weeks would alarm; the floor on counts."""

    alpha: float = 0.005
    alpha_c3: float = 0.005
    least_deviation: float = 0.5
    floor: int = 5
    floor_weeks: int = 1


USUAL = Settings()


@dataclass(frozen=True, slots=True)
class Judged:
    """Of the last week of each row; not a number where a week of the baseline is unknown."""

    mean: Numbers
    deviation: Numbers
    bound: Numbers
    score: Numbers  # an alarm is above 1, as with rules.farrington
    p: Numbers
    enough: NDArray[np.bool_]
    alarm: NDArray[np.bool_]


def c1(rows: Numbers, settings: Settings = USUAL) -> Judged:
    """Against the seven weeks before. Rows end with the tested week."""
    return _against(rows, settings, lag=0)


def c2(rows: Numbers, settings: Settings = USUAL) -> Judged:
    """Against seven weeks of which the last is three weeks before."""
    return _against(rows, settings, lag=LAG)


def c3(rows: Numbers, settings: Settings = USUAL) -> Judged:
    """What the C2 of three weeks have above 1, together: for slow rises. The sum counts the tested week, as the manual has it."""
    three = sliding_window_view(rows[:, -WEEKS_C3:], WEEKS, axis=1)
    deviations = [_baseline(three[:, place], settings, LAG) for place in range(TOGETHER)]
    above = [np.maximum(0.0, (three[:, place, -1] - mean) / spread - 1) for place, (mean, spread) in enumerate(deviations)]
    mean, spread = deviations[-1]
    z = tails.normal_quantile(settings.alpha_c3)
    bound = mean + spread * (1 + np.maximum(0.0, z - above[0] - above[1]))
    return _judged(rows, mean, spread, bound, np.sum(above, axis=0) / z, settings)


def _against(rows: Numbers, settings: Settings, lag: int) -> Judged:
    mean, spread = _baseline(rows, settings, lag)
    z = tails.normal_quantile(settings.alpha)
    return _judged(rows, mean, spread, mean + z * spread, (rows[:, -1] - mean) / spread / z, settings)


def _baseline(rows: Numbers, settings: Settings, lag: int) -> tuple[Numbers, Numbers]:
    end = rows.shape[1] - 1 - lag
    before = rows[:, end - BASELINE : end]
    if before.shape[1] < BASELINE:
        raise ValueError(f"{rows.shape[1]} weeks are too few")
    spread = np.maximum(before.std(axis=1, ddof=1), settings.least_deviation)
    return before.mean(axis=1), np.maximum(spread, np.finfo(np.float64).tiny)


def _judged(rows: Numbers, mean: Numbers, spread: Numbers, bound: Numbers, score: Numbers, settings: Settings) -> Judged:
    """p is that of a new value beside seven, by the t distribution: the normal one, by which C1 and C2 alarm, takes s for known."""
    counts = rows[:, -1]
    p = tails.above_t((counts - mean) / (spread * np.sqrt(1 + 1 / BASELINE)), BASELINE - 1)
    enough = np.nansum(rows[:, -settings.floor_weeks :], axis=1) >= settings.floor
    return Judged(mean, spread, bound, score, p, enough, (score > 1) & (counts > 0) & enough)
