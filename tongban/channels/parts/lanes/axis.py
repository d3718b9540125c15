"""What is drawn across the lanes: days off, the days below, the promise and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tongban.channels.parts.lanes.bench import SMALL, Bench, number
from tongban.channels.parts.lanes.texts import text_width
from tongban.channels.parts.time_words import WEEKDAYS, in_english, short_day

FIRST_LINE, SECOND_LINE = 17.0, 37.0  # where the words of marks stand
FLAG = 24.0


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days off."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day below the lanes."""

    x: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line from top to bottom, and the words at it."""

    x: str
    words: str
    words_x: str
    words_y: str


@dataclass(frozen=True, slots=True)
class Marks:
    promise: Mark | None
    now: Mark | None
    head: float  # how much room their words take above the lanes


def bands(bench: Bench) -> tuple[Band, ...]:
    """Days off that follow one another are one band."""
    found: list[list[float]] = []
    for day in bench.scale.days:
        if not day.works:
            left, right = bench.at(day.begins), bench.at(day.begins + day.width)
            if found and left - found[-1][1] < 1e-6:
                found[-1][1] = right
            else:
                found.append([left, right])
    return tuple(Band(number(left), number(right - left)) for left, right in found if right - left > 0.5)


def ticks(bench: Bench) -> tuple[Tick, ...]:
    """As many working days as have room. The first one of a month says which month."""
    found: list[Tick] = []
    free, month = 0.0, 0
    for day in bench.scale.days:
        if not day.works or (x := bench.at(day.begins)) < free:
            continue
        words = _tick(day.on, named=day.on.month != month)
        ends = x + text_width(words, SMALL)
        if ends <= bench.right + 6:
            found.append(Tick(number(x + 2), words))
            free, month = ends + 12, day.on.month
    return tuple(found)


def _tick(day: date, *, named: bool) -> str:
    if in_english():
        return short_day(day) if named else str(day.day)
    return f"{short_day(day) if named else day.day} {WEEKDAYS[day.weekday()][1]}"


def marks(bench: Bench) -> Marks:
    """The promise is a flag, now is a line. Where their words would meet, those of now stand on a second line."""
    promise, taken = _promise(bench)
    if bench.layout.now is None:
        return Marks(promise, None, FIRST_LINE + 13 if promise else 8)
    x, words = bench.names + bench.layout.now, _("现在")
    width = text_width(words, SMALL)
    left = x + 5 if x + 5 + width <= bench.right else x - 5 - width
    meets = taken[0] - 6 < left + width and left < taken[1] + 6
    y = SECOND_LINE if meets else FIRST_LINE
    return Marks(promise, Mark(number(x), words, number(left), number(y)), y + 13)


def _promise(bench: Bench) -> tuple[Mark | None, tuple[float, float]]:
    """The flag with its words, left of the pole where there is room, and what of the first line they take."""
    if bench.lanes.promised is None:
        return None, (0.0, 0.0)
    x = bench.x(bench.lanes.promised)
    words = _("承诺 %(day)s") % {"day": short_day(bench.day(bench.lanes.promised))}
    if bench.lanes.provisional:
        words = _("%(words)s（暂定）") % {"words": words}
    width = text_width(words, SMALL)
    left = x - FLAG - 6 - width
    if left >= 0:
        return Mark(number(x), words, number(left), number(FIRST_LINE)), (left, x)
    return Mark(number(x), words, number(x + 7), number(FIRST_LINE)), (x - FLAG, x + 7 + width)
