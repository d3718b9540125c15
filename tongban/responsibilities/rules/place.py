"""Where a message is about: a point of the earth that can be one of the city, and the district and street that it lies in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tongban.responsibilities.terms import ImpossiblePlace, UnknownDistrict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tongban.responsibilities.terms import BoardRelease, District, Point

MARGIN = 0.5  # degrees around the outlines: a city's people write about its airport and its reservoir too
EARTH = 6_371_000.0  # metres


def located(release: BoardRelease, *, district: str, point: Point | None, words: str = "") -> str:
    """The smallest district that is known: the one named, else where the point lies, else the one whose place names the words have.

    Raises UnknownDistrict, ImpossiblePlace.
    """
    if point is not None:
        require_near(release, point)
    if district:
        if release.district(district) is None:
            raise UnknownDistrict(district)
        return _finer(release, district, point)
    return at(release.districts, point) if point is not None else named(release.districts, words)


def require_near(release: BoardRelease, point: Point) -> None:
    """Raises ImpossiblePlace for what is no coordinate, or far outside the city."""
    longitude, latitude = point.longitude, point.latitude
    if not (math.isfinite(longitude) and math.isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        raise ImpossiblePlace("no coordinates")
    corners = [corner for each in release.districts for corner in each.outline]
    if not corners:
        return
    west, east = min(corner.longitude for corner in corners), max(corner.longitude for corner in corners)
    south, north = min(corner.latitude for corner in corners), max(corner.latitude for corner in corners)
    if not (west - MARGIN <= longitude <= east + MARGIN and south - MARGIN <= latitude <= north + MARGIN):
        raise ImpossiblePlace("far outside the city")


def at(districts: Iterable[District], point: Point) -> str:
    """The smallest district whose outline contains the point; empty where none does."""
    around = [each for each in districts if inside(each.outline, point)]
    return max(around, key=lambda each: bool(each.parent)).code if around else ""


def named(districts: Iterable[District], words: str) -> str:
    """The district whose place names stand in the words, a street before its district; empty where none or two level ones do."""
    found = {each.code: each for each in districts if any(name in words for name in (each.name.zh, *each.names))}
    smallest = [each for each in found.values() if not any(other.parent == each.code for other in found.values())]
    return smallest[0].code if len(smallest) == 1 else ""


def inside(ring: Sequence[Point], point: Point) -> bool:
    """Whether a ring contains a point (even-odd rule)."""
    crossings = 0
    for one, other in zip(ring, (*ring[1:], *ring[:1]), strict=True):
        if (one.latitude > point.latitude) != (other.latitude > point.latitude):
            share = (point.latitude - one.latitude) / (other.latitude - one.latitude)
            crossings += point.longitude < one.longitude + share * (other.longitude - one.longitude)
    return crossings % 2 == 1


def metres(one: Point, other: Point) -> float:
    """How far two points lie apart; exact enough within a city."""
    middle = math.radians((one.latitude + other.latitude) / 2)
    east = math.radians(other.longitude - one.longitude) * math.cos(middle)
    return EARTH * math.hypot(east, math.radians(other.latitude - one.latitude))


def _finer(release: BoardRelease, district: str, point: Point | None) -> str:
    """The street of a district that was named, where the point says which."""
    below = [each for each in release.districts if each.parent == district]
    return (at(below, point) if point is not None else "") or district
