"""The improved Farrington algorithm (Noufaily et al. 2013, doi 10.1002/sim.5595), for many series and weeks at once.

Each row is a window that ends with the week that is tested: 52 weeks for every year of history, half a window more, and that week.
So all rows are modelled alike and differ in counts alone. docs/surges.md has the steps, vectors and published comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tongban.insight.rules import baseline, holidays, tails
from tongban.insight.rules.baseline import Design, Fit, History

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tongban.insight.rules.tails import Numbers

YEAR = 52
FOR_A_TREND = 3  # years
ROWS = 256  # at a time: what stays in the processor's cache
PLANS = 512  # that are kept; with holidays each week has one of its own


class Threshold(StrEnum):
    """How the bound is drawn: by the mean as estimated, by the upper end of its interval, or by the 2/3 power (1996)."""

    NB_PLUGIN = "nbPlugin"
    MUAN = "muan"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class Settings:
    """As in the paper of 2013, at the α at which thousands of series are watched."""

    years: int = 5
    fewest_years: int = 3
    half_window: int = 3
    levels: int = 10
    left_out: int = 26  # weeks before the tested one, which its own surge may have spoilt
    alpha: float = 0.005
    outlier: float = 2.58
    trend_below: float = 1.0  # a trend is kept if its p is below; 0.05 in 1996
    threshold: Threshold = Threshold.NB_PLUGIN
    floor: int = 5
    floor_weeks: int = 4
    of_holidays: int = 5  # messages that earlier weeks of a holiday have together before its next one is held against them


PAPER = Settings()


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of the last week of each row; not a number where nothing can be said."""

    mean: Numbers
    error: Numbers  # the standard error of the logarithm of the mean
    dispersion: Numbers
    trend: NDArray[np.bool_]
    bound: Numbers


@dataclass(frozen=True, slots=True)
class Judged:
    """What the counts of the last week mean."""

    score: Numbers
    p: Numbers
    enough: NDArray[np.bool_]  # counts to be worth an alarm
    alarm: NDArray[np.bool_]


def window(years: int, settings: Settings = PAPER) -> int:
    """How many weeks a row has, the tested one among them."""
    return YEAR * years + settings.half_window + 1


def years_of(weeks: int, settings: Settings = PAPER) -> int:
    """How many full years so many weeks are, the tested one among them; never more than are asked for."""
    return max(0, min(settings.years, (weeks - settings.half_window - 1) // YEAR))


def expect(rows: Numbers, settings: Settings = PAPER, exposure: Numbers | None = None, names: Sequence[str] = ()) -> Expected:
    """What the history leads one to expect of each row's last week. NaN in a row is a week of which nothing is known.

    `exposure`: how many weeks a count stands for (two where week 53 joined 52), of the same shape or one for all rows. `names`: of each
    week the holiday that takes it, if any. Weeks of one holiday are held against one another, where there are two or more.
    """
    years = years_of(rows.shape[1], settings)
    if years < 1 or rows.shape[1] != window(years, settings):
        raise ValueError(f"{rows.shape[1]} weeks are not full years, half a window and the week itself")
    exposure = np.broadcast_to(np.float64(1) if exposure is None else exposure, rows.shape)
    plans = _plans(tuple(names), years, settings)
    parts = [_likely(rows[at : at + ROWS], exposure[at : at + ROWS], plans, years, settings) for at in range(0, max(1, len(rows)), ROWS)]
    mean, error, dispersion, trend = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Expected(mean, error, dispersion, trend > 0, bound(mean, error, dispersion, settings))


def bound(mean: Numbers, error: Numbers, dispersion: Numbers, settings: Settings = PAPER) -> Numbers:
    """U: what a count passes with a probability of about α when nothing is the matter."""
    z = tails.normal_quantile(settings.alpha)
    if settings.threshold is Threshold.DELTA:
        spread = np.sqrt(4 / 9 * np.cbrt(mean) * (dispersion + mean * error**2))
        return np.asarray((np.cbrt(mean) ** 2 + z * spread) ** 1.5)
    return np.where(np.isnan(mean), np.nan, tails.bound(_level(mean, error, settings), dispersion, settings.alpha))


def judge(counts: Numbers, recent: Numbers, expected: Expected, settings: Settings = PAPER) -> Judged:
    """Score, p and alarm of the last weeks' counts; `recent` is what the last four weeks had together, the tested one among them.

    Where the bound does not lie above the mean (next to nothing is expected) a message over the bound counts as one.
    """
    reach = expected.bound - expected.mean
    with np.errstate(invalid="ignore"):
        over = counts - expected.bound
        score = np.where(reach > 0, 1 + over / np.where(reach > 0, reach, 1.0), 1 + over)
        enough = recent >= settings.floor
        return Judged(score, _p(counts, expected, settings), enough, (score > 1) & (counts > 0) & enough)


def tested(
    rows: Numbers, settings: Settings = PAPER, exposure: Numbers | None = None, names: Sequence[str] = ()
) -> tuple[Expected, Judged]:
    """Both at once, for rows that end with the counts that are tested."""
    expected = expect(rows, settings, exposure, names)
    return expected, judge(rows[:, -1], np.nansum(rows[:, -settings.floor_weeks :], axis=1), expected, settings)


def _level(mean: Numbers, error: Numbers, settings: Settings) -> Numbers:
    """The mean by which bound and p are told."""
    return mean * np.exp(tails.normal_quantile(settings.alpha) * error) if settings.threshold is Threshold.MUAN else mean


def _p(counts: Numbers, expected: Expected, settings: Settings) -> Numbers:
    if settings.threshold is not Threshold.DELTA:
        return tails.at_least(counts, _level(expected.mean, expected.error, settings), expected.dispersion)
    spread = np.sqrt(4 / 9 * np.cbrt(expected.mean) * (expected.dispersion + expected.mean * expected.error**2))
    away = np.cbrt(counts) ** 2 - np.cbrt(expected.mean) ** 2
    return np.where(spread > 0, tails.above_normal(away / np.where(spread > 0, spread, 1.0)), counts <= 0)


def _plans(names: tuple[str, ...], years: int, settings: Settings) -> tuple[Design, ...]:
    """The design; in the week of a holiday that has a level of its own, also the one that knows nothing of that holiday."""
    plan = _plan(years, settings, names)
    if plan.own < settings.levels:
        return (plan,)
    return plan, _plan(years, settings, tuple("" if name == names[-1] else name for name in names))


@lru_cache(PLANS)
def _plan(years: int, settings: Settings, names: tuple[str, ...] = ()) -> Design:
    """All weeks from the oldest window to the ones left out: a level for the windows of the same season, the others share the year.

    Weeks of a holiday leave their season for a level of their own.
    """
    now = window(years, settings) - 1
    level = np.full(now, settings.levels - 1, dtype=np.intp)
    others = YEAR - 2 * settings.half_window - 1
    lengths = [others // (settings.levels - 1) + (place < others % (settings.levels - 1)) for place in range(settings.levels - 1)]
    between = np.repeat(np.arange(settings.levels - 1), lengths)
    for reference in range(now - YEAR * years, now, YEAR):
        start = reference + settings.half_window + 1
        level[start : start + others] = between[: now - start]
    weeks = now - settings.left_out
    apart = holidays.apart(names[:weeks])
    for place, name in enumerate(apart):
        level[np.flatnonzero([each == name for each in names[:weeks]])] = settings.levels + place
    own = settings.levels + apart.index(names[-1]) if apart and names[-1] in apart else settings.levels - 1
    time = (np.arange(weeks) - (weeks - 1) / 2) / YEAR
    return baseline.design(level[:weeks], settings.levels + len(apart), time, (now - (weeks - 1) / 2) / YEAR, own)


def _likely(
    rows: Numbers, exposure: Numbers, plans: tuple[Design, ...], years: int, settings: Settings
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """By the first design; of rows with too little in earlier weeks of the tested holiday by the second, which is as if there were none.

    A holiday's level is known from a few weeks. Its own error, which is nothing beside chance where a level has 35, joins the dispersion.
    """
    found = _part(rows, exposure, plans[0], years, settings)
    if len(plans) == 1:
        return found
    mean, error, dispersion, trend = found
    if settings.threshold is Threshold.NB_PLUGIN:  # the others reckon with it
        dispersion = dispersion + mean * np.square(error)
    plain = _part(rows, exposure, plans[1], years, settings)
    same = rows[:, : len(plans[0].level)][:, plans[0].level == plans[0].own]
    thin = ((~np.isnan(same)).sum(axis=1) < holidays.FEWEST) | (np.nansum(same, axis=1) < settings.of_holidays)
    mean, error, dispersion, trend = (np.where(thin, *each) for each in zip(plain, (mean, error, dispersion, trend), strict=True))
    return mean, error, dispersion, trend


def _part(rows: Numbers, exposure: Numbers, plan: Design, years: int, settings: Settings) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Mean, its error, dispersion, and whether a trend was kept (1 or 0)."""
    seen, now = rows[:, : len(plan.level)], exposure[:, -1]
    known = ~np.isnan(seen)
    history = History(np.where(known, seen, 0.0), np.where(known, exposure[:, : len(plan.level)], 0.0), known.astype(np.float64))
    fit = baseline.robust(history, plan, settings.outlier, trend=True)
    mean, error = baseline.predicted(fit, now, plan)
    trend = _kept(fit, mean, history, now, settings) & (years >= FOR_A_TREND)
    dispersion, flat = fit.dispersion, ~trend
    if flat.any():
        without = History(history.counts[flat], history.share[flat], history.known[flat])
        plain = baseline.robust(without, plan, settings.outlier, trend=False)
        mean[flat], error[flat] = baseline.predicted(plain, now[flat], plan)
        dispersion[flat] = plain.dispersion
    mean[known[:, plan.level == plan.own].sum(axis=1) == 0] = np.nan
    return mean, error, dispersion, trend.astype(np.float64)


def _kept(fit: Fit, mean: Numbers, history: History, now: Numbers, settings: Settings) -> NDArray[np.bool_]:
    """Whether the trend is: it was found, is plain enough, and does not lead beyond whatever there was."""
    weekly = np.divide(history.counts, history.share, out=np.zeros(history.counts.shape), where=history.share > 0)
    plain = tails.two_sided_t(baseline.t_of_slope(fit), fit.freedom) < settings.trend_below if settings.trend_below < 1 else True
    return fit.converged & (fit.spread > 0) & plain & (mean <= weekly.max(axis=1) * now)
