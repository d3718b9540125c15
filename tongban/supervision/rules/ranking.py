"""How a week is ranked: within its group, by the Wilson bounds, with nobody crowned or shamed by a few.

From the top by the lower bound, from the bottom by the upper one: 17 of 20 has a lower bound below that of 700 of 1000, and is no worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from statistics import median
from typing import TYPE_CHECKING

from tongban.supervision.rules.wilson import PLACES, bounds
from tongban.supervision.terms import Counted, GroupTable, Line, Rate, Response, Standing

if TYPE_CHECKING:
    from tongban.supervision.terms import Group, SupervisionRelease

NUMBERS = tuple(each.name for each in fields(Counted) if each.name not in ("unit", "median_hours"))
NOTHING = Rate(0, 0, None, None, None, None, None, Standing.TOO_FEW)


@dataclass(frozen=True)
class Shown:
    """Which units a table shows and ranks, which of them are on trial, and whether anything in it is rated."""

    units: Collection[str]
    on: Collection[str]
    rated: bool


def tables(counts: Iterable[Counted], release: SupervisionRelease, shown: Shown) -> tuple[GroupTable, ...]:
    """Each group of the release with those of its units that are shown; a group of which none is shown is left out."""
    counted = joined(counts, release.merged)
    return tuple(_table(group, counted, release, shown) for group in release.groups if set(group.units).intersection(shown.units))


def joined(counts: Iterable[Counted], merged: Mapping[str, str]) -> dict[str, Counted]:
    """What each unit had, with what the units had that were merged into it. The median of two medians is none: it is not told.

    Orders and cases come joined already, with their median, from who counts them.
    """
    found: dict[str, Counted] = {}
    for each in counts:
        unit = merged.get(each.unit, each.unit)
        one = found.get(unit, Counted(unit))
        told = [hours for hours in (one.median_hours, each.median_hours) if hours is not None]
        sums = {name: getattr(one, name) + getattr(each, name) for name in NUMBERS}
        found[unit] = Counted(unit, median_hours=told[0] if len(told) == 1 else None, **sums)
    return found


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """The rank of each, the highest value first; equal ones share a rank, and the next one stands as many below. Nobody is ranked alone."""
    if len(values) < 2:
        return {}
    return {unit: 1 + sum(other > value for other in values.values()) for unit, value in values.items()}


def _table(group: Group, counted: Mapping[str, Counted], release: SupervisionRelease, shown: Shown) -> GroupTable:
    units = [counted.get(unit, Counted(unit)) for unit in group.units if unit in shown.units]
    on_time = _rates({each.unit: (each.on_time, each.due) for each in units}, release.minimum.due)
    satisfied = _rates({each.unit: (each.satisfied, each.rated) for each in units}, release.minimum.rated)
    responses = _responses(units, release.minimum.due)
    scores = _scores(units, on_time, satisfied, responses, release) if shown.rated else {}
    places = ranks(scores)
    merged = defaultdict[str, list[str]](list)
    for old, new in sorted(release.merged.items()):
        merged[new].append(old)
    lines = tuple(
        Line(
            unit=each.unit,
            merged=tuple(merged[each.unit]),
            trial=each.unit not in shown.on,
            on_time=on_time[each.unit],
            late=each.late,
            unanswered=each.unanswered,
            response=responses[each.unit],
            satisfied=satisfied[each.unit],
            solved=each.solved,
            score=scores.get(each.unit),
            score_rank=places.get(each.unit),
        )
        for each in units
    )
    return GroupTable(group.key, group.name, lines, _pooled(on_time.values()), _pooled(satisfied.values()))


def _rates(counts: Mapping[str, tuple[int, int]], least: int) -> dict[str, Rate]:
    """The rate of each unit of a group, ranked where there is enough."""
    plain = {unit: _rate(good, n) for unit, (good, n) in counts.items()}
    pooled = _pooled(plain.values())
    enough = {unit for unit, rate in plain.items() if rate.n >= least}
    top = ranks({unit: rate.lower or 0.0 for unit, rate in plain.items() if unit in enough})
    tail = ranks({unit: -(rate.upper or 0.0) for unit, rate in plain.items() if unit in enough})
    return {
        unit: replace(rate, rank=top.get(unit), tail=tail.get(unit), standing=_standing(rate, pooled) if unit in enough else rate.standing)
        for unit, rate in plain.items()
    }


def _rate(good: int, n: int) -> Rate:
    if n == 0:
        return NOTHING
    lower, upper = bounds(good, n)
    return replace(NOTHING, good=good, n=n, share=round(good / n, PLACES), lower=lower, upper=upper)


def _pooled(rates: Iterable[Rate]) -> float | None:
    told = list(rates)
    n = sum(rate.n for rate in told)
    return round(sum(rate.good for rate in told) / n, PLACES) if n else None


def _standing(rate: Rate, pooled: float | None) -> Standing:
    if pooled is None or rate.lower is None or rate.upper is None:
        return Standing.TOO_FEW
    return Standing.PRAISED if rate.lower > pooled else Standing.BLAMED if rate.upper < pooled else Standing.BETWEEN


def _responses(units: Iterable[Counted], least: int) -> dict[str, Response]:
    """Of what was done; ranked as soon as there was enough to do."""
    told = {each.unit: each for each in units}
    hours = {unit: round(each.median_hours, PLACES) for unit, each in told.items() if each.median_hours is not None}
    places = ranks({unit: -hours[unit] for unit in hours if told[unit].due >= least})
    return {unit: Response(each.due - each.unanswered, hours.get(unit), places.get(unit)) for unit, each in told.items()}


def _scores(
    units: Iterable[Counted],
    on_time: Mapping[str, Rate],
    satisfied: Mapping[str, Rate],
    responses: Mapping[str, Response],
    release: SupervisionRelease,
) -> dict[str, float]:
    """Out of 100, for whoever is ranked by all three. For the response all points go to who is as quick as the middle of the group."""
    weights = release.weights
    asked: list[Callable[[str], int | None]] = [
        lambda unit: on_time[unit].rank,
        lambda unit: satisfied[unit].rank,
        lambda unit: responses[unit].rank,
    ]
    ranked = [each.unit for each in units if all(rank(each.unit) is not None for rank in asked)]
    middle = median([response.hours or 0.0 for response in responses.values() if response.rank is not None] or [0.0])
    return {
        unit: round(
            weights.on_time * (on_time[unit].share or 0.0)
            + weights.satisfied * (satisfied[unit].share or 0.0)
            + weights.response * _quickness(responses[unit].hours or 0.0, middle),
            PLACES,
        )
        for unit in ranked
    }


def _quickness(hours: float, middle: float) -> float:
    return 1.0 if hours <= middle else middle / hours
