"""A plain map of the city's districts, drawn from the outlines that the board's data gives; where a finger touched it, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Point

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual
    from tongban.responsibilities.terms import BoardRelease

WIDTH = 340  # pixels, everywhere the same: then a touch says where, without a script
MARGIN = 6
NAME = 17  # pixels from the upper edge of a district down to its name; those of its streets stand in their middle


@dataclass(frozen=True, slots=True)
class Area:
    path: str
    name: Bilingual
    x: float
    y: float
    whole: bool  # a district; else a street in one


@dataclass(frozen=True, slots=True)
class CityMap:
    """Degrees to pixels: evenly, with the shortening of this latitude."""

    west: float
    north: float
    per_longitude: float
    per_latitude: float
    height: int
    areas: tuple[Area, ...]

    def pixels(self, point: Point) -> tuple[float, float]:
        x = MARGIN + (point.longitude - self.west) * self.per_longitude
        return round(x, 1), round(MARGIN + (self.north - point.latitude) * self.per_latitude, 1)

    def point(self, x: float, y: float) -> Point:
        longitude = self.west + (x - MARGIN) / self.per_longitude
        return Point(round(longitude, 5), round(self.north - (y - MARGIN) / self.per_latitude, 5))

    def holds(self, point: Point) -> bool:
        x, y = self.pixels(point)
        return 0 <= x <= WIDTH and 0 <= y <= self.height


def city_map() -> CityMap | None:
    """The map of today's board; None where its data gives no outlines."""
    release = responsibilities_queries.board()
    return _drawn(release.id)


@lru_cache(maxsize=4)
def _drawn(release_id: UUID) -> CityMap | None:
    release = responsibilities_queries.board(release_id)
    corners = [corner for each in release.districts for corner in each.outline]
    if not corners:
        return None
    west, east = min(each.longitude for each in corners), max(each.longitude for each in corners)
    south, north = min(each.latitude for each in corners), max(each.latitude for each in corners)
    scale = (WIDTH - 2 * MARGIN) / max(east - west, 1e-9)
    upward = scale / math.cos(math.radians((south + north) / 2))
    plain = CityMap(west, north, scale, upward, round((north - south) * upward) + 2 * MARGIN, ())
    return CityMap(west, north, scale, upward, plain.height, tuple(_areas(release, plain)))


def _areas(release: BoardRelease, plain: CityMap) -> list[Area]:
    """Districts over their streets, so that their edges stay visible."""
    found = []
    for each in sorted(release.districts, key=lambda district: not district.parent):
        spots = [plain.pixels(corner) for corner in each.outline]
        if spots:
            path = "M" + "L".join(f"{x} {y}" for x, y in spots) + "Z"
            across, down = zip(*spots, strict=True)
            y = sum(down) / len(spots) if each.parent else min(down) + NAME
            found.append(Area(path, each.name, round(sum(across) / len(spots), 1), round(y, 1), not each.parent))
    return found
