"""What an OFD document is made of: pages with texts, paths and pictures, measured in millimetres from the upper left corner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Font:
    """A font by name. The reader's own is used; where each character stands is written down, so that lines never move."""

    name: str
    family: str
    serif: bool = False


SONG = Font("宋体", "SimSun", serif=True)
HEI = Font("黑体", "SimHei")


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline, `turn` its angle in degrees, clockwise."""

    x: float
    y: float
    text: str
    size: float  # mm
    font: Font = SONG
    bold: bool = False
    colour: Colour = BLACK
    spacing: float = 0  # mm between two characters
    alpha: int = 255
    turn: float = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn or filled figure in abbreviated data (M, L, B, C …), relative to (x, y); it lies within width and height."""

    x: float
    y: float
    width: float
    height: float
    data: str
    stroke: Colour | None = None
    fill: Colour | None = None
    line: float = 0.25


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG."""

    x: float
    y: float
    width: float
    height: float
    content: bytes = field(repr=False)


Item: TypeAlias = Text | Path | Picture


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[Item, ...]
    width: float = A4[0]
    height: float = A4[1]


@dataclass(frozen=True, slots=True)
class Document:
    """`custom` are the named data of a licence or a form (ZZMC, ZZBS, CZZT, KZ_…); `day` is an ISO date."""

    title: str
    pages: tuple[Page, ...]
    day: str
    author: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seal stands: page 0 is the first."""

    page: int
    x: float
    y: float
    width: float
    height: float


def line(x1: float, y1: float, x2: float, y2: float, *, colour: Colour = BLACK, width: float = 0.25) -> Path:
    """A straight line. Its box is as thick as the stroke, for readers that cut at the box."""
    left, top, half = min(x1, x2) - width, min(y1, y2) - width, width
    drawn = f"M {number(x1 - left)} {number(y1 - top)} L {number(x2 - left)} {number(y2 - top)}"
    return Path(left, top, abs(x2 - x1) + 2 * half, abs(y2 - y1) + 2 * half, drawn, stroke=colour, line=width)


def box(
    x: float, y: float, width: float, height: float, *, stroke: Colour | None = None, fill: Colour | None = None, line: float = 0.25
) -> Path:
    """A rectangle."""
    edge = line if stroke else 0.0
    low, right, bottom = number(edge), number(edge + width), number(edge + height)
    drawn = f"M {low} {low} L {right} {low} L {right} {bottom} L {low} {bottom} C"
    return Path(x - edge, y - edge, width + 2 * edge, height + 2 * edge, drawn, stroke=stroke, fill=fill, line=line)


def number(value: float) -> str:
    """A number of the page description, to the thousandth of a millimetre."""
    assert math.isfinite(value)
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
