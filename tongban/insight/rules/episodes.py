"""What becomes of alarms: those that follow one another are one episode, and of places within places the smallest that explains it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tongban.insight.terms import Episode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

CLEAN = 2  # weeks without an alarm, after which an episode is over


@dataclass(frozen=True, slots=True)
class Excess:
    """What one place had in a week, and what of it was to be expected."""

    count: float
    expected: float
    bound: float
    alarm: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """The place to show; `within` are smaller ones with alarms of their own that do not explain all of it."""

    place: str
    within: tuple[str, ...] = ()


def follow(episode: Episode | None, week: int, *, alarm: bool) -> Episode | None:
    """The episode after one more week: opened, continued, or over. One that is over is followed by a new one."""
    if alarm:
        return replace(episode, last_alarm=week) if episode is not None and episode.closed is None else Episode(week, week)
    if episode is not None and episode.closed is None and week - episode.last_alarm >= CLEAN:
        return replace(episode, closed=week)
    return episode


def episodes(weeks: Iterable[tuple[int, bool]]) -> tuple[Episode, ...]:
    """All episodes of a series, from its weeks in their order and whether each had an alarm."""
    found: list[Episode] = []
    for week, alarm in weeks:
        now = follow(found[-1] if found else None, week, alarm=alarm)
        if now is not None and found and found[-1].opened == now.opened:
            found[-1] = now
        elif now is not None:
            found.append(now)
    return tuple(found)


def explaining(places: Mapping[str, Excess], parents: Mapping[str, str]) -> tuple[Explained, ...]:
    """Of all alarms of one topic in a city, its districts and streets, those to show: not every ancestor.

    A place is left out when, without what the smaller ones to be shown had above expectation, it would not be over its bound.
    Otherwise the rise is its own, and theirs a part of it.
    """
    children: dict[str, list[str]] = {}
    for place, parent in parents.items():
        children.setdefault(parent, []).append(place)
    roots = {_root(place, parents) for place in places}
    return tuple(each for place in sorted(roots) for each in _shown(place, places, children))


def _root(place: str, parents: Mapping[str, str]) -> str:
    seen = {place}
    while place in parents:
        place = parents[place]
        if place in seen:
            raise ValueError(f"{place} lies within itself")
        seen.add(place)
    return place


def _shown(place: str, places: Mapping[str, Excess], children: Mapping[str, Collection[str]]) -> tuple[Explained, ...]:
    below = tuple(each for child in sorted(children.get(place, ())) for each in _shown(child, places, children))
    here = places.get(place)
    if here is None or not here.alarm:
        return below
    theirs = sum(max(0.0, places[each.place].count - places[each.place].expected) for each in below)
    if below and here.count - theirs <= here.bound:
        return below
    return (Explained(place, tuple(each.place for each in below)),)
