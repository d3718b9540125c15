"""The picture ready for its template: every number is rounded, every text fits its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.channels.parts.lanes.axis import Band, Marks, Tick, bands, marks, ticks
from tongban.channels.parts.lanes.bench import BAR, EDGE, INSIDE, PADDING, ROW, SMALL, TEXT, Bench, bench, number
from tongban.channels.parts.lanes.texts import text_width, wrapped
from tongban.channels.parts.lanes.ways import label, ways
from tongban.channels.parts.time_words import short_day

if TYPE_CHECKING:
    from tongban.cases.terms import Bar, Lane, Lanes
    from tongban.channels.parts.lanes.layout import Place

AXIS = 26.0
LINE = 17.0
DROP = 0.36  # of the font size: from the middle of a line of text down to its base


@dataclass(frozen=True, slots=True)
class Rest:
    """What is still to come of a running bar."""

    x: str
    width: str
    label: str
    label_x: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar, with its words in it and all of them in its title."""

    state: str
    x: str
    y: str
    width: str
    label: str
    label_x: str
    label_y: str
    title: str
    rest: Rest | None


@dataclass(frozen=True, slots=True)
class Line:
    y: str
    words: str


@dataclass(frozen=True, slots=True)
class Name:
    """A department beside its lane; `title` is its whole name."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`wide`: it has more steps than fit, and is scrolled."""

    wide: bool
    width: str
    height: str
    left: str
    right: str
    lanes_width: str
    top: str
    bottom: str
    lanes_height: str
    axis_y: str
    bar_height: str
    names: tuple[Name, ...]
    rules: tuple[str, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[Drawn, ...]
    marks: Marks


def draw(lanes: Lanes, *, zone: tzinfo, works: Callable[[date], bool], narrow: bool = False) -> Picture | None:
    """Draw the lanes of a case; None where nothing is to be drawn."""
    with_bars = bench(lanes, zone=zone, works=works, narrow=narrow)
    if with_bars is None:
        return None
    crossing = marks(with_bars)
    tops = [crossing.head]
    for rows in with_bars.layout.rows:
        tops.append(tops[-1] + rows * ROW + PADDING)
    bottom = tops[-1]
    return Picture(
        wide=with_bars.right + EDGE > with_bars.width + 1,
        width=number(with_bars.right + EDGE),
        height=number(bottom + AXIS),
        left=number(with_bars.names),
        right=number(with_bars.right),
        lanes_width=number(with_bars.layout.width),
        top=number(crossing.head),
        bottom=number(bottom),
        lanes_height=number(bottom - crossing.head),
        axis_y=number(bottom + 19),
        bar_height=number(BAR),
        names=tuple(_name(lane, top, below, with_bars.names) for lane, top, below in zip(lanes.lanes, tops, tops[1:], strict=False)),
        rules=tuple(number(top) for top in tops),
        bands=bands(with_bars),
        ticks=ticks(with_bars),
        bars=tuple(
            _bar(with_bars, bar, place, tops[place.lane]) for bar, place in zip(with_bars.shown, with_bars.layout.places, strict=True)
        ),
        marks=crossing,
    )


def _bar(bench: Bench, bar: Bar, place: Place, lane_top: float) -> Drawn:
    left, right = bench.names + place.left, bench.names + place.right
    cut = right if place.cut is None else bench.names + place.cut
    top = lane_top + PADDING / 2 + place.row * ROW + (ROW - BAR) / 2
    now = bench.lanes.now
    return Drawn(
        state="ended" if bar.outcome.zh else bar.state,
        x=number(left + 1),
        y=number(top),
        width=number(max(cut - left - 2, 2)),
        label=label(bar, now, size=TEXT, room=cut - left - 2 * INSIDE + 1),
        label_x=number(left + INSIDE),
        label_y=number(top + BAR / 2 + TEXT * DROP),
        title=f"{bench.lanes.lanes[place.lane].name} · {ways(bar, now)[0]}",
        rest=None if place.cut is None else _rest(bench, bar, cut, right),
    )


def _rest(bench: Bench, bar: Bar, cut: float, right: float) -> Rest:
    words = _("限 %(day)s") % {"day": short_day(bench.day(bar.due))} if bar.due else ""
    fits = text_width(words, SMALL) <= right - cut - 2 * INSIDE
    return Rest(number(cut), number(max(right - cut - 1, 0)), words if fits else "", number(cut + INSIDE))


def _name(lane: Lane, top: float, below: float, room: float) -> Name:
    texts = wrapped(str(lane.name), TEXT, room - 14, 2)
    first = (top + below) / 2 + TEXT * DROP - (len(texts) - 1) * LINE / 2
    return Name(str(lane.name), tuple(Line(number(first + place * LINE), words) for place, words in enumerate(texts)))
