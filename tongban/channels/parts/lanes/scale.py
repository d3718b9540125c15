"""Time as a width: a working day is one wide and its office hours most of that; days off shrink to a narrow band."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

OFF = 0.25  # the width of a stretch of days off, however long
HOURS = ((0.0, 0.0), (8.5, 0.04), (17.5, 0.96), (24.0, 1.0))  # hour of the day -> how much of its width has passed


@dataclass(frozen=True, slots=True)
class Day:
    """One day on the scale: where it begins and how wide it is."""

    on: date
    begins: float
    width: float
    works: bool


class Scale:
    """From the day of one moment to the day of another. Later moments are never further left."""

    def __init__(self, begins: datetime, ends: datetime, *, zone: tzinfo, works: Callable[[date], bool]) -> None:
        self.zone = zone
        first, last = begins.astimezone(zone).date(), max(begins, ends).astimezone(zone).date()
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        self.days: tuple[Day, ...] = tuple(_placed(days, works))
        self.width = self.days[-1].begins + self.days[-1].width

    def at(self, moment: datetime) -> float:
        """The place of a moment; what lies outside is put on the edge."""
        local = moment.astimezone(self.zone)
        place = bisect_right(self.days, local.date(), key=lambda day: day.on) - 1
        if place < 0:
            return 0.0
        day = self.days[place]
        return day.begins + day.width * (_passed(local.time()) if day.on == local.date() else 1.0)


def _placed(days: list[date], works: Callable[[date], bool]) -> list[Day]:
    placed: list[Day] = []
    edge = 0.0
    for working, group in groupby(days, key=works):
        stretch = list(group)
        width = 1.0 if working else OFF / len(stretch)
        for day in stretch:
            placed.append(Day(day, edge, width, working))
            edge += width
    return placed


def _passed(at: time) -> float:
    """How much of a day's width has passed at an hour."""
    hour = at.hour + at.minute / 60 + at.second / 3600
    for (since, low), (until, high) in zip(HOURS, HOURS[1:], strict=False):
        if hour <= until:
            return low + (high - low) * (hour - since) / (until - since)
    return 1.0
