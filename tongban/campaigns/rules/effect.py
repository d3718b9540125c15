"""Whether a campaign helped: messages a week after it against those before it, with an interval that takes weeks as uneven as they are.

The ratio of two rates, a messages after and b before, has the interval exp(ln ratio ± 1.96 sqrt(phi (1/a + 1/b))), where phi says how much
more the weeks differ from one another than chance alone would have it (Pearson's chi-squared by its degrees of freedom, at least one). Held
against the same weeks of last year, or against the rest of the city, it is a ratio of two ratios, and their variances add up.
"""

from __future__ import annotations

from datetime import timedelta
from math import exp, log, sqrt
from typing import TYPE_CHECKING

from tongban.campaigns.terms import CampaignCounts, CampaignEffect, Change, WeekCounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Z = 1.959963984540054
A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=364)  # the same days of the week
HALF = 0.5  # of a message, where there was none: an interval needs a logarithm


def effect(counts: CampaignCounts, *, minimum: int) -> CampaignEffect:
    """What the counts say. Too few to judge: fewer than `minimum` before, or fewer than half of it to be expected after."""
    own = counts.own
    enough = judged(own, minimum)
    change = ratio(own) if enough else None
    return CampaignEffect(
        before=sum(own.before),
        after=sum(own.after),
        weeks_before=len(own.before),
        weeks_after=len(own.after),
        enough=enough,
        change=change,
        against_last_year=_against(own, counts.last_year, minimum) if enough else None,
        against_elsewhere=_against(own, counts.elsewhere, minimum) if enough else None,
        season_known=counts.last_year is not None and judged(counts.last_year, minimum),
    )


def judged(counts: WeekCounts, minimum: int) -> bool:
    """Whether there is enough to compare."""
    before, weeks, after = sum(counts.before), len(counts.before), len(counts.after)
    return after > 0 and before >= minimum and before * after / weeks >= minimum / 2


def ratio(counts: WeekCounts) -> Change:
    """The rate after to the rate before. None after: no ratio but nought, and an interval as if there had been half a message."""
    about, spread = _log_ratio(counts)
    plain = exp(about) if sum(counts.after) else 0.0
    low = exp(about - spread) if sum(counts.after) else 0.0
    return Change(plain, low, exp(about + spread))


def dispersion(counts: WeekCounts) -> float:
    """How uneven weeks are beside chance, each side around its own mean; at least one."""
    weeks = len(counts.before) + len(counts.after) - 2
    uneven = sum(_uneven(side) for side in (counts.before, counts.after))
    return max(1.0, uneven / weeks) if weeks > 0 else 1.0


def weeks(daily: Mapping[date, int], first: date, count: int) -> tuple[int, ...]:
    """So many weeks of seven days from a day on; days that are not named had nothing."""
    return tuple(sum(daily.get(first + A_WEEK * week + timedelta(days=day), 0) for day in range(7)) for week in range(count))


def _against(own: WeekCounts, other: WeekCounts | None, minimum: int) -> Change | None:
    """How the change stands to that of another series over the same weeks; None where that has too few."""
    if other is None or not judged(other, minimum):
        return None
    (mine, my_spread), (theirs, their_spread) = _log_ratio(own), _log_ratio(other)
    about, spread = mine - theirs, sqrt(my_spread**2 + their_spread**2)
    return Change(exp(about), exp(about - spread), exp(about + spread))


def _log_ratio(counts: WeekCounts) -> tuple[float, float]:
    """The logarithm of the ratio of rates, and how far its interval goes to either side."""
    after, before = sum(counts.after) or HALF, sum(counts.before) or HALF
    about = log((after / len(counts.after)) / (before / len(counts.before)))
    return about, Z * sqrt(dispersion(counts) * (1 / after + 1 / before))


def _uneven(side: Sequence[int]) -> float:
    mean = sum(side) / len(side) if side else 0.0
    return sum((each - mean) ** 2 / mean for each in side) if mean else 0.0
