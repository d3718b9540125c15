"""The 42 simulated scenarios of Noufaily et al. 2013 (doi 10.1002/sim.5595): weekly counts, old surges, and one that is to be found.

Counts are negative binomial with variance φμ; of 624 weeks 1 to 312 are left alone, 313 to 575 are history, 576 to 624 are tested.
A surge of factor k has Poisson(k·σ) cases, σ the standard deviation at its first week; each case comes a lognormal(0, 0.5) number of
weeks later, rounded down; cases after week 624 are dropped. Everything follows from (seed, scenario, replicate).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WEEKS, HISTORY, CURRENT = 624, 312, 575  # places, from 0: history is [312, 575), tested are [575, 624)
PAST_SURGES = 4
PARAMETERS = (  # θ, β, γ1, γ2, φ
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2, 0.005, 0.1, 0.3, 2),
    (1.5, 0.003, 0.2, -0.4, 1),
    (0.5, 0.002, 0.5, 0.5, 5),
    (2.5, 0.001, 1, 0.1, 3),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5, 0.0001, 0.05, 0.01, 1.2),
)


@dataclass(frozen=True)
class Scenario:
    number: int
    theta: float
    beta: float
    gamma1: float
    gamma2: float
    phi: float
    harmonics: int

    def mean(self):
        """μ of each week."""
        week = np.arange(1, WEEKS + 1)
        turns = [2 * np.pi * j * week / 52 for j in range(1, self.harmonics + 1)]
        season = sum((self.gamma1 * np.cos(turn) + self.gamma2 * np.sin(turn) for turn in turns), start=np.zeros(WEEKS))
        return np.exp(self.theta + self.beta * week + season)


def scenarios():
    """Of each row of the table six: without a trend m = 0, 1, 2, then with it."""
    return [
        Scenario(6 * row + 3 * trend + m + 1, theta, beta * trend, gamma1, gamma2, phi, m)
        for row, (theta, beta, gamma1, gamma2, phi) in enumerate(PARAMETERS)
        for trend in (0, 1)
        for m in (0, 1, 2)
    ]


@dataclass(frozen=True)
class Simulated:
    """One replicate: what came without a surge in the tested weeks, and the cases of that surge for each factor."""

    quiet: np.ndarray
    surges: np.ndarray  # a row of weeks for each factor


def simulate(scenario, replicate, *, past_factor, factors, seed):
    """Noise, old surges and the current one draw from streams of their own, so a factor that is changed changes nothing else."""
    noise, past, now = (np.random.default_rng(each) for each in np.random.SeedSequence([seed, scenario.number, replicate]).spawn(3))
    mean = scenario.mean()
    sigma = np.sqrt(scenario.phi * mean)
    quiet = _counts(noise, mean, scenario.phi)
    for start in past.choice(np.arange(HISTORY, CURRENT), PAST_SURGES, replace=False):
        quiet = quiet + _surge(past, start, past_factor * sigma[start])
    start = now.integers(CURRENT, WEEKS)
    return Simulated(quiet, np.array([_surge(now, start, factor * sigma[start]) for factor in factors]))


def _counts(random, mean, phi):
    return random.poisson(mean) if phi == 1 else random.negative_binomial(mean / (phi - 1), 1 / phi)


def _surge(random, start, size):
    weeks = start + np.floor(random.lognormal(0, 0.5, random.poisson(size))).astype(int)
    return np.bincount(weeks[weeks < WEEKS], minlength=WEEKS)
