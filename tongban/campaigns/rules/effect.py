"""Whether a campaign helped: messages a week after it against those before it, with an interval that takes weeks as uneven as they are.

The interval is that of `kernel.ratios`, as for trends. Held against the same weeks of last year, or against the rest of the city, it is a
ratio of two ratios, and their variances add up.
"""

from __future__ import annotations

from datetime import timedelta
from math import exp, hypot
from typing import TYPE_CHECKING

from tongban.campaigns.terms import CampaignCounts, CampaignEffect, Change, WeekCounts
from tongban.kernel.ratios import HALF, dispersion, log_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=364)  # the same days of the week


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


def weeks(daily: Mapping[date, int], first: date, count: int) -> tuple[int, ...]:
    """So many weeks of seven days from a day on; days that are not named had nothing."""
    return tuple(sum(daily.get(first + A_WEEK * week + timedelta(days=day), 0) for day in range(7)) for week in range(count))


def _against(own: WeekCounts, other: WeekCounts | None, minimum: int) -> Change | None:
    """How the change stands to that of another series over the same weeks; None where that has too few."""
    if other is None or not judged(other, minimum):
        return None
    (mine, my_spread), (theirs, their_spread) = _log_ratio(own), _log_ratio(other)
    about, spread = mine - theirs, hypot(my_spread, their_spread)
    return Change(exp(about), exp(about - spread), exp(about + spread))


def _log_ratio(counts: WeekCounts) -> tuple[float, float]:
    """The logarithm of the ratio of rates, and how far its interval goes to either side."""
    after, before = sum(counts.after) or HALF, sum(counts.before) or HALF
    phi = dispersion(counts.before, counts.after)
    return log_ratio(after, before, weeks=len(counts.after), other_weeks=len(counts.before), phi=phi)
