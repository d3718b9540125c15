"""The log as static tiles, so that outside tools can read it whole: C2SP `tlog-tiles`. What is served once never changes.

A tile is up to 256 neighbouring hashes of one level of the tree; a bundle is the entries under a tile of level 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongban.kernel.models.transparency import LogLeaf
from tongban.kernel.transparency import log

WIDTH = 256
HEIGHT = 8
PLACE = re.compile(r"(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class NoSuchTile(ValueError):
    """The log has no such tile, or not as wide as this yet."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Which tile: a level, or -1 for entries; its number on it; how wide."""

    level: int
    number: int
    width: int


def placed(place: str) -> Tile:
    """A tile from its path, e.g. `0/x001/x234/067` or `entries/000.p/12`. Refuses: NoSuchTile."""
    found = PLACE.fullmatch(place)
    if found is None:
        raise NoSuchTile(place)
    level, high, low, width = found.groups()
    number = int(high.replace("x", "").replace("/", "") + low)
    if _path(number) != high + low or (width is not None and int(width) >= WIDTH):
        raise NoSuchTile(place)
    return Tile(-1 if level == "entries" else int(level), number, int(width) if width else WIDTH)


def tile(place: str) -> bytes:
    """The bytes at a path. Refuses: NoSuchTile."""
    wanted = placed(place)
    level, first = max(wanted.level, 0) * HEIGHT, wanted.number * WIDTH
    if level + (first + wanted.width).bit_length() > 62 or (first + wanted.width) << level > log.log_size():
        raise NoSuchTile(place)
    if wanted.level < 0:
        return b"".join(_framed(batch.entry) for batch in _batches(first, first + wanted.width))
    return b"".join(log.hashes([(level, first + place) for place in range(wanted.width)]))


def _batches(first: int, end: int) -> list[log.Batch]:
    leaves = LogLeaf.objects.filter(index__gte=first, index__lt=end).order_by("index")
    return [log.Batch(leaf.shard, leaf.first, leaf.last, bytes(leaf.root)) for leaf in leaves]


def _framed(entry: bytes) -> bytes:
    return len(entry).to_bytes(2, "big") + entry


def _path(number: int) -> str:
    """1234067 is x001/x234/067."""
    text = f"{number:03d}"
    text = text.zfill(-(-len(text) // 3) * 3)
    parts = [text[place : place + 3] for place in range(0, len(text), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
