"""A quasi-Poisson model with log link of what came before: levels of the season and a trend, old surges weighed down; many rows at once.

All rows have one design, so only counts and weights differ. For a given slope the levels are known exactly; what is left of the
likelihood is concave in the slope, and a few Newton steps in one unknown find the maximum that IRLS finds in eleven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongban.insight.rules.tails import Numbers

STEPS = 40
LONGEST_STEP = 1.0  # of a slope per year
CLOSE = 1e-8  # a Newton step that was so short leaves an error far below it
STEEPEST = 12.0  # per year on the log scale; a slope that runs away has no maximum


@dataclass(frozen=True, slots=True)
class Design:
    """The weeks of the history: their level of the season and their time in years. The tested week is of level `own`, at `now`."""

    level: NDArray[np.intp]
    time: Numbers
    now: float
    own: int
    members: Numbers  # which week is of which level
    moments: Numbers  # the same, times time, times its square: one product sums all three by level


@dataclass(frozen=True, slots=True)
class History:
    """Counts, how many weeks each stands for, and which are known (1 or 0)."""

    counts: Numbers
    share: Numbers
    known: Numbers


@dataclass(frozen=True, slots=True)
class Fit:
    """The model of each row. `weight`, `middle` and `spread` are what its errors are told by."""

    slope: Numbers
    rate: Numbers  # of each level at time 0
    mean: Numbers
    dispersion: Numbers  # never below 1
    freedom: Numbers
    weight: Numbers  # of each level: Σωμ
    middle: Numbers  # of each level: the mean time under these weights
    spread: Numbers  # Σωμ(t − middle)²; 0 of a model without a slope
    converged: NDArray[np.bool_]


def design(level: NDArray[np.intp], levels: int, time: Numbers, now: float, own: int) -> Design:
    """The design of weeks with these levels (0 to levels − 1) and times, for a tested week of one of these levels."""
    members = (level[:, None] == np.arange(levels)).astype(np.float64)
    moments = np.hstack([members, members * time[:, None], members * time[:, None] ** 2])
    return Design(level, time, now, own, members, moments)


def robust(history: History, plan: Design, outlier: float, *, trend: bool) -> Fit:
    """Fitted, and fitted again with old surges weighed down."""
    first = _fitted(history, history.known, np.zeros(len(history.counts)), plan, trend=trend)
    weights = _weights(history, first, plan, outlier)
    return _fitted(history, weights, first.slope, plan, trend=trend)


def predicted(fit: Fit, share: Numbers, plan: Design) -> tuple[Numbers, Numbers]:
    """The mean of the tested week and the standard error of its logarithm; 0 where nothing is expected."""
    mean = share * fit.rate[:, plan.own] * np.exp(fit.slope * plan.now)
    away = _share_of(np.square(plan.now - fit.middle[:, plan.own]), fit.spread)
    return mean, np.sqrt(fit.dispersion * (_share_of(np.ones_like(mean), fit.weight[:, plan.own]) + away))


def t_of_slope(fit: Fit) -> Numbers:
    """The slope in its standard errors."""
    return fit.slope * np.sqrt(fit.spread / fit.dispersion)


def _fitted(history: History, weights: Numbers, start: Numbers, plan: Design, *, trend: bool) -> Fit:
    sums = (weights * history.counts) @ plan.members
    ground = weights * history.share
    slope, converged = np.zeros(len(start)), np.ones(len(start), dtype=np.bool_)
    if trend:
        slope, converged = _slope(ground, (weights * history.counts) @ plan.time, sums, start, plan)
    growth = np.exp(slope[:, None] * plan.time)
    total, middle, spread = _moments(ground * growth, sums, plan)
    rate = _share_of(sums, total)
    mean = history.share * growth * rate[:, plan.level]
    chi = (weights * _share_of(np.square(history.counts - mean), mean)).sum(axis=1)
    freedom = np.maximum(1.0, history.known.sum(axis=1) - (total > 0).sum(axis=1) - trend)
    return Fit(slope, rate, mean, np.maximum(1.0, chi / freedom), freedom, sums, middle, spread if trend else spread * 0, converged)


def _slope(ground: Numbers, pull: Numbers, sums: Numbers, start: Numbers, plan: Design) -> tuple[Numbers, NDArray[np.bool_]]:
    """Where the likelihood of the slope is highest, by Newton's method; and whether it has such a place. Rows leave when they are done."""
    slope, moving = start.copy(), np.arange(len(start))
    converged = np.zeros(len(start), dtype=np.bool_)
    for _ in range(STEPS):
        _, middle, spread = _moments(ground * np.exp(slope[moving, None] * plan.time), sums, plan)
        step = np.clip(_share_of(pull - (sums * middle).sum(axis=1), spread), -LONGEST_STEP, LONGEST_STEP)
        slope[moving] += step
        done = np.abs(step) < CLOSE
        converged[moving] = done
        on = ~done & (np.abs(slope[moving]) < STEEPEST)
        if not on.any():
            break
        if not on.all():
            ground, pull, sums, moving = ground[on], pull[on], sums[on], moving[on]
    return np.where(converged, slope, 0.0), converged


def _moments(ground: Numbers, sums: Numbers, plan: Design) -> tuple[Numbers, Numbers, Numbers]:
    """Of each level the sum of weights and their mean time; over all levels the spread of times, as the counts of each count."""
    total, first, second = np.split(ground @ plan.moments, 3, axis=1)
    middle = _share_of(first, total)
    return total, middle, (sums * np.maximum(0.0, _share_of(second, total) - middle**2)).sum(axis=1)


def _weights(history: History, fit: Fit, plan: Design, outlier: float) -> Numbers:
    """ω: s⁻² of weeks whose Anscombe residual s stands out upwards, 1 of all others, together as heavy as the weeks are many."""
    mean, weight = fit.mean, history.known * fit.mean
    pulled = _share_of(np.square(plan.time - fit.middle[:, plan.level]), fit.spread[:, None])
    hat = weight * (_share_of(np.ones_like(fit.weight), fit.weight)[:, plan.level] + pulled)
    root = np.cbrt(np.sqrt(mean))  # μ^(1/6)
    raw = 1.5 * (_share_of(np.square(np.cbrt(history.counts)), root) - root**3)
    residual = raw / np.sqrt(fit.dispersion[:, None] * np.maximum(1 - hat, 1e-12))
    weights = history.known * np.where(residual > outlier, 1 / np.square(np.maximum(residual, outlier)), 1.0)
    return weights * _share_of(history.known.sum(axis=1), weights.sum(axis=1))[:, None]


def _share_of(part: Numbers, whole: Numbers) -> Numbers:
    """A quotient that is 0 where the whole is."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
