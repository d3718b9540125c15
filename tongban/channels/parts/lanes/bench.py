"""What the parts of one picture are drawn with: the case, its scale, the places of its bars, and the sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from tongban.channels.parts.lanes.layout import Layout, Span, lay_out
from tongban.channels.parts.lanes.scale import Scale
from tongban.channels.parts.lanes.texts import text_width
from tongban.channels.parts.lanes.ways import ways

if TYPE_CHECKING:
    from tongban.cases.terms import Bar, Lanes

# In the units of the picture's view box.
WIDE, NARROW = (960.0, 196.0), (720.0, 124.0)  # the whole, and its names; narrow: within a column of text
EDGE = 12.0
ROW, BAR, PADDING = 36.0, 28.0, 10.0
TEXT, SMALL = 14.0, 13.0
INSIDE = 8.0  # between the edge of a bar and its words
MOST_WORDS = (170.0, 124.0, 84.0)  # how wide a bar is stretched for its words, where there is room for all


@dataclass(frozen=True, slots=True)
class Bench:
    lanes: Lanes
    scale: Scale
    layout: Layout
    shown: tuple[Bar, ...]
    width: float
    names: float
    begins: float  # the place at which the lanes begin

    @property
    def right(self) -> float:
        """The right edge of the lanes."""
        return self.names + self.layout.width

    def x(self, moment: datetime) -> float:
        return self.at(self.scale.at(moment))

    def at(self, place: float) -> float:
        """Where a place of the scale is drawn; what lies before the beginning, at the left edge."""
        return self.names + self.layout.at(place - self.begins)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.scale.zone).date()


def bench(lanes: Lanes, *, zone: tzinfo, works: Callable[[date], bool], narrow: bool = False) -> Bench | None:
    """Lay a case out; None where no step is to be drawn."""
    shown = [(number, bar) for number, lane in enumerate(lanes.lanes) for bar in lane.bars if bar.state != "skipped"]
    if not shown:
        return None
    scale = Scale(lanes.begins, max([lanes.ends, *(bar.ends for _lane, bar in shown)]), zone=zone, works=works)
    width, names = NARROW if narrow else WIDE
    layout = _laid(lanes, shown, scale, width - names - EDGE)
    return Bench(lanes, scale, layout, tuple(bar for _lane, bar in shown), width, names, scale.at(lanes.begins))


def _laid(lanes: Lanes, shown: list[tuple[int, Bar]], scale: Scale, width: float) -> Layout:
    """With as many words as fit into the usual width; a picture with too many steps becomes wider.

    It begins when the first step does, not with that day; what has ended ends with the last one.
    """
    since, until = scale.at(lanes.begins), max(scale.at(bar.ends) for _lane, bar in shown)
    now, length = None if lanes.ended else scale.at(lanes.now) - since, (until if lanes.ended else scale.width) - since
    layouts = (
        lay_out([_span(lane, bar, lanes, scale, most) for lane, bar in shown], lanes=len(lanes.lanes), length=length, width=width, now=now)
        for most in MOST_WORDS
    )
    layout = next(layouts)
    for narrower in layouts:
        if layout.width <= width + 1:
            break
        layout = narrower
    return layout


def _span(lane: int, bar: Bar, lanes: Lanes, scale: Scale, most: float) -> Span:
    split = bar.state == "running" and not lanes.ended and bar.starts <= lanes.now < bar.ends
    least = min(text_width(ways(bar, lanes.now)[-1], TEXT) + 2 * INSIDE, most)
    since = scale.at(lanes.begins)
    return Span(lane, scale.at(bar.starts) - since, scale.at(bar.ends) - since, least, split)


def number(value: float) -> str:
    """As it is written into the picture."""
    return f"{value:.1f}".removesuffix(".0")
