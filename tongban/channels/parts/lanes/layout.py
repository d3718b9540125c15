"""Where bars stand. Pure geometry: numbers in, numbers out.

Time runs to the right, but a step that took a minute must still be seen and read: the axis is stretched just there, for all
lanes alike, so that what came later stays further right and what ran together stays together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

INSTANT = 1e-4  # what happened at one and the same moment, one after the other, is this far apart
HALVINGS = 24  # of a width of a thousand: finer than what is written into the picture

Key = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A bar to be placed: its lane, from when to when, and how wide it must be at least. `split` cuts it at now, which it spans."""

    lane: int
    starts: float
    ends: float
    least: float
    split: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bar came to stand: its lane, its row in the lane, its edges, and where it is cut."""

    lane: int
    row: int
    left: float
    right: float
    cut: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All bars in the order in which they were given, the number of rows of each lane, and the stretched axis."""

    places: tuple[Place, ...]
    rows: tuple[int, ...]
    width: float
    now: float | None
    axis: Axis

    def at(self, moment: float) -> float:
        return self.axis.at(moment)


@dataclass(frozen=True, slots=True)
class Axis:
    """Points of the scale and where they are drawn; straight between them."""

    points: tuple[float, ...]
    drawn: tuple[float, ...]

    def at(self, moment: float) -> float:
        place = min(max(bisect_right(self.points, moment) - 1, 0), len(self.points) - 2)
        since, until = self.points[place], self.points[place + 1]
        low, high = self.drawn[place], self.drawn[place + 1]
        return low + (high - low) * min(max((moment - since) / (until - since), 0.0), 1.0)


def lay_out(spans: Sequence[Span], *, lanes: int, length: float, width: float, now: float | None) -> Layout:
    """Place the spans of a scale of this `length` into this `width`; it becomes wider when they need more."""
    keyed, now_key = _keyed(spans, now)
    points = _points([key for pair in keyed for key in pair], now_key, length)
    edges = [(points[start], points[end]) for start, end in keyed]
    cut = points[now_key] if now_key is not None else None
    axis = _stretched(sorted({0.0, *points.values(), max([length, *points.values()])}), _wishes(spans, edges, cut), width)
    rows = _rows(spans, edges, lanes)
    places = tuple(
        Place(span.lane, row, axis.at(left), axis.at(right), axis.at(cut) if span.split and cut is not None else None)
        for span, row, (left, right) in zip(spans, rows, edges, strict=True)
    )
    counts = [max([place.row + 1 for place in places if place.lane == lane], default=1) for lane in range(lanes)]
    return Layout(places, tuple(counts), axis.drawn[-1], axis.at(cut) if cut is not None else None, axis)


def _keyed(spans: Sequence[Span], now: float | None) -> tuple[list[tuple[Key, Key]], Key | None]:
    """Give each edge a moment and an order within it: bars of no length come one after the other, what starts then comes after them."""
    taken: dict[tuple[int, float], int] = defaultdict(int)
    last: dict[float, int] = defaultdict(int)
    order: list[int | None] = []
    for span in spans:
        instant = span.ends <= span.starts or (span.split and span.starts == now)
        order.append(taken[span.lane, span.starts] if instant else None)
        if instant:
            taken[span.lane, span.starts] += 1
            last[span.starts] = max(last[span.starts], taken[span.lane, span.starts])
    now_key = None if now is None else (now, last[now])
    keyed = []
    for span, place in zip(spans, order, strict=True):
        start = (span.starts, last[span.starts] if place is None else place)
        end = (span.starts, start[1] + 1) if span.ends <= span.starts else (span.ends, 0)
        keyed.append((start, end))
    return keyed, now_key


def _points(keys: Sequence[Key], now: Key | None, length: float) -> dict[Key, float]:
    """Every key on the scale, each strictly right of the one before."""
    points: dict[Key, float] = {}
    edge = -INSTANT
    known: set[Key] = {*keys} if now is None else {*keys, now}
    for key in sorted(known):
        edge = max(min(key[0], length), edge + INSTANT)
        points[key] = edge
    return points


def _wishes(spans: Sequence[Span], edges: Sequence[tuple[float, float]], cut: float | None) -> list[tuple[float, float, float]]:
    """Which stretches must be how wide: of a running bar the part that has passed."""
    wishes = []
    for span, (left, right) in zip(spans, edges, strict=True):
        wishes.append((left, cut if span.split and cut is not None else right, span.least))
    return wishes


def _stretched(points: list[float], wishes: Sequence[tuple[float, float, float]], width: float) -> Axis:
    """The largest even scale at which everything, stretched where needed, fits into the width."""
    natural = [until - since for since, until in zip(points, points[1:], strict=False)]
    reached = [(points.index(left), points.index(right), least) for left, right, least in wishes]
    reached.sort(key=lambda wish: wish[1] - wish[0])  # those that few stretches can fill are filled first
    low, high = 0.0, width / (points[-1] - points[0])
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_widths(natural, reached, middle)) <= width else (low, middle)
    drawn = [0.0]
    for each in _widths(natural, reached, low):
        drawn.append(drawn[-1] + each)
    return Axis(tuple(points), tuple(drawn))


def _widths(natural: Sequence[float], reached: Sequence[tuple[int, int, float]], scale: float) -> list[float]:
    """The width of each stretch between two points; a wish names its first, the one after its last, and what they need at least."""
    widths = [scale * each for each in natural]
    for first, last, least in reached:
        lacking = least - sum(widths[first:last])
        if lacking > 0:
            share = sum(natural[first:last])
            for place in range(first, last):
                widths[place] += lacking * natural[place] / share
    return widths


def _rows(spans: Sequence[Span], edges: Sequence[tuple[float, float]], lanes: int) -> list[int]:
    """Bars of one lane that run at the same time go under each other; each goes into the first row that is free."""
    rows = [0] * len(spans)
    free: list[list[float]] = [[] for _lane in range(lanes)]
    for index in sorted(range(len(spans)), key=lambda index: edges[index]):
        left, right = edges[index]
        ends = free[spans[index].lane]
        row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        rows[index] = row
    return rows
