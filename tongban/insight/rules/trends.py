"""How much a week's count has changed, and whether chance explains it: by the interval of `kernel.ratios`.

φ there is of the weeks before. A season or an old surge makes it larger, so it never says more than there is. Needs no library.
"""

from __future__ import annotations

from datetime import date
from math import exp
from typing import TYPE_CHECKING

from tongban.insight.terms.trends import Change, Comparison, Movement, Trend
from tongban.kernel import ratios
from tongban.supervision.terms import TrendRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINIMUM = TrendRules().minimum  # unless the city says otherwise: messages of both weeks together; below it nothing is said
YEAR = 52  # weeks before the last one, of which the mean is taken
HISTORY = 8  # known weeks that are needed before φ can be told


def trend(key: str, counts: Sequence[int | None], *, last_year: int | None, minimum: int = MINIMUM) -> Trend:
    """Of weeks in their order, the last of which is over. None is a week of which nothing is known; never 0."""
    *before, last = counts
    n = last or 0
    known = [each for each in before[-YEAR:] if each is not None]
    phi = dispersion(known)
    enough = len(known) >= HISTORY

    def against(other: Sequence[int | None]) -> Change | None:
        told = [each for each in other if each is not None]
        return change(n, told, phi=phi, minimum=minimum, enough=enough) if told and last is not None else None

    return Trend(
        key=key,
        n=n,
        dispersion=phi,
        counts=tuple(counts),
        last_week=against(before[-1:]),
        last_year=against([last_year]),
        mean=against(known),
    )


def dispersion(counts: Sequence[int]) -> float:
    """The variance of weeks over their mean, at least 1."""
    return 1.0 if len(counts) < HISTORY else ratios.dispersion(counts)


def change(count: int, before: Sequence[int], *, phi: float, minimum: int = MINIMUM, enough: bool = True) -> Change:
    """A week's count against those of others, one or many."""
    total, weeks = sum(before), len(before)
    mean = total / weeks
    if not count and not total:
        return Change(mean, weeks, None, None, None, Movement.TOO_FEW)
    add = 0.0 if count and total else ratios.HALF  # to both
    middle, half = ratios.log_ratio(count + add, total + add, other_weeks=weeks, phi=phi)
    lower, upper = exp(middle - half), exp(middle + half)
    said = _movement(lower, upper) if enough and count + mean >= minimum else Movement.TOO_FEW
    return Change(mean, weeks, count / mean if total else None, lower, upper, said)


def movers(found: Iterable[Trend], to: Comparison) -> tuple[tuple[Trend, ...], tuple[Trend, ...]]:
    """Risers and fallers, those first of which the most can be said: by the bound that is nearer to no change."""
    told = [(each, compared) for each in found if (compared := each.change(to)) is not None]
    up = [(-(compared.lower or 0.0), each.key, each) for each, compared in told if compared.movement is Movement.UP]
    down = [(compared.upper or 0.0, each.key, each) for each, compared in told if compared.movement is Movement.DOWN]
    return tuple(each for *_, each in sorted(up, key=_place)), tuple(each for *_, each in sorted(down, key=_place))


def same_week_last_year(monday: date) -> date:
    """The Monday of the week with the same number a year before; week 53 has only week 52 there."""
    year, week, _ = monday.isocalendar()
    return date.fromisocalendar(year - 1, min(week, YEAR), 1)


def _movement(lower: float, upper: float) -> Movement:
    return Movement.UP if lower > 1 else Movement.DOWN if upper < 1 else Movement.STEADY


def _place(told: tuple[float, str, Trend]) -> tuple[float, str]:
    return told[:2]
