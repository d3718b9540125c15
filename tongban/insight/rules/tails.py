"""Bounds and tails of counts: negative binomial with mean μ and variance φμ, Poisson where φ is 1; and of the t distribution."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats  # pyright: ignore[reportMissingTypeStubs]  it has no types

Numbers = NDArray[np.float64]
NOTHING = 1e-30  # a mean that is not above it is 0
POISSON_BELOW = 1e-7  # a dispersion that is above 1 by less cannot be told from it


def normal_quantile(alpha: float) -> float:
    """z of a one-sided test at α."""
    return NormalDist().inv_cdf(1 - alpha)


def bound(mean: Numbers, dispersion: Numbers, alpha: float) -> Numbers:
    """The smallest count that is passed with a probability of at most α."""
    found = np.zeros_like(mean)
    plain, over = _apart(mean, dispersion)
    found[plain] = stats.poisson.ppf(1 - alpha, mean[plain])  # pyright: ignore[reportUnknownMemberType]
    excess = dispersion[over] - 1
    found[over] = stats.nbinom.ppf(1 - alpha, mean[over] / excess, 1 / dispersion[over])  # pyright: ignore[reportUnknownMemberType]
    return found


def at_least(counts: Numbers, mean: Numbers, dispersion: Numbers) -> Numbers:
    """P(Y ≥ y). Of a mean of 0, where only 0 is possible, 0 for every other count."""
    found = np.where(counts > 0, 0.0, 1.0)
    plain, over = (where & (counts > 0) for where in _apart(mean, dispersion))
    found[plain] = special.gammainc(np.ceil(counts[plain]), mean[plain])
    excess = dispersion[over] - 1
    found[over] = special.betainc(np.ceil(counts[over]), mean[over] / excess, excess / dispersion[over])
    return found


def two_sided_t(value: Numbers, freedom: Numbers) -> Numbers:
    """How probable a t at least so far from 0 is."""
    return np.asarray(2 * special.stdtr(freedom, -np.abs(value)), dtype=np.float64)


def above_t(value: Numbers, freedom: float) -> Numbers:
    """How probable a t above this value is."""
    return np.asarray(special.stdtr(freedom, -value), dtype=np.float64)


def above_normal(value: Numbers) -> Numbers:
    """How probable a standard normal value above this one is."""
    return np.asarray(special.ndtr(-value), dtype=np.float64)


def _apart(mean: Numbers, dispersion: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where Poisson is meant, where the negative binomial; neither where nothing is expected."""
    plain = dispersion <= 1 + POISSON_BELOW
    some = mean > NOTHING
    return plain & some, ~plain & some
