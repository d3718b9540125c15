"""Which series are watched, what their keys say, since when there is something to count, and which alarms are shown."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tongban.insight.rules.episodes import Excess, explaining
from tongban.snapshots.terms import DIGITS, Area, Cell, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongban.insight.terms import SurgeTest

TOPIC = "topic "
WHOLE = Area.CITY.value
LEVELS = (1, 2, 3)
AREAS = (Area.CITY, Area.DISTRICT, Area.STREET)
PAUSE = 8  # weeks without a single message anywhere: what was before is another time


def key_of(cell: Cell) -> str:
    """How a class in an area is written: 010203 district donghuqu."""
    return f"{cell.category or '-'} {cell.by} {cell.area}".rstrip()


def cell_of(key: str) -> Cell | None:
    """The class and area of a key; none of a topic."""
    if key.startswith(TOPIC):
        return None
    category, by, *area = key.split(" ", 2)
    category = "" if category == "-" else category
    return Cell(category, area[0] if area else "", level_of(category), Area(by))


def is_watched(cell: Cell) -> bool:
    """Not messages whose class is not told so finely, nor those whose district or street is unknown."""
    return level_of(cell.category) == cell.level and (cell.by is Area.CITY or bool(cell.area))


def known(totals: Mapping[int, float], last: int, most: int) -> tuple[range, frozenset[int]]:
    """The weeks that can be counted, up to the tested one: since the last long pause; and those in them of which nothing is known.

    A week in which nobody in the whole city wrote is not one in which nothing happened.
    """
    first = last
    for week in range(last, last - most, -1):
        if totals.get(week):
            if first - week > PAUSE:
                break
            first = week
    return range(first, last + 1), frozenset(week for week in range(first, last) if not totals.get(week))


def shown(tests: Iterable[SurgeTest], parents: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The alarms to show, by key: no smaller place and no smaller class explains them. Topics are shown always.

    `parents`: of each place (`street beiwan`) the one around it. The value names smaller places with alarms of their own.
    """
    kept: dict[str, tuple[str, ...]] = {}
    by_class: defaultdict[str, dict[str, Excess]] = defaultdict(dict)
    by_place: defaultdict[str, dict[str, Excess]] = defaultdict(dict)
    for test in tests:
        if test.key.startswith(TOPIC):
            kept |= {test.key: ()} if test.found else {}
            continue
        category, _, place = test.key.partition(" ")
        by_class[category][place] = by_place[place][category] = Excess(test.count, test.expected, test.bound, test.found)
    above = {each: over for category in by_class for each, over in _lineage(category)}
    around = dict.fromkeys((place for place in by_place if place != WHOLE), WHOLE) | dict(parents)  # also of a district that is no more
    smallest = {f"{each.place} {place}" for place, classes in by_place.items() for each in explaining(classes, above)}
    placed = {f"{code} {each.place}": each.within for code, places in by_class.items() for each in explaining(places, around)}
    return kept | {key: within for key, within in placed.items() if key in smallest}


def _lineage(category: str) -> list[tuple[str, str]]:
    """The class and each above it, with the one over it."""
    codes = [category[: level * DIGITS] + "0" * (len(category) - level * DIGITS) for level in range(level_of(category), 0, -1)]
    return list(zip(codes, codes[1:], strict=False)) if category != "-" else []
