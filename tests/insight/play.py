"""A city's messages over years, invented: quiet classes, and whatever a test adds. As files, without a database behind them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import transaction

from tests.snapshots import made
from tongban.identity.terms import SYSTEM
from tongban.insight import actions
from tongban.insight.models import SeriesTest
from tongban.snapshots.parquet import writing

if TYPE_CHECKING:
    from tongban.insight.terms import DetectionDone

Told = TypeVar("Told")
Row = dict[str, Any]
MONDAY = date(2026, 9, 7)  # the first day that is not counted
LAMPS, WATER = "010202", "020101"


class City:
    """Messages of a city, by weeks before MONDAY: 1 is the last one."""

    def __init__(self, folder: Path, seed: int = 3) -> None:
        self.folder, self.told, self.rows = folder, random.Random(seed), list[Row]()

    def quiet(self, weeks: int, *, category: str = LAMPS, district: str = "donghuqu", mean: float = 4.0, until: int = 1) -> City:
        """So many a week on average, back to that week."""
        for week in range(until, weeks + 1):
            self.add(_poisson(self.told, mean), week, category=category, district=district)
        return self

    def add(self, count: int, week: int, *, texts: Iterable[str] = (), day: int | None = None, **changes: Any) -> City:
        """Messages in one week, each by somebody else unless `author_key` says otherwise."""
        said: Iterator[str] = iter(texts)
        for _ in range(count):
            on = MONDAY - timedelta(days=7 * week) + timedelta(days=self.told.randrange(7) if day is None else day)
            at = datetime.combine(on, time(4), UTC) + timedelta(seconds=self.told.randrange(3600))
            [row] = made.messages(1, seed=self.told.getrandbits(32))
            told = {"id": UUID(int=self.told.getrandbits(128)), "category": LAMPS, "district": "donghuqu", "unit": "chengguan"}
            text = next(said, "")
            told |= {"author_key": f"{self.told.getrandbits(64):x}", "displayed": bool(text), "title": "", "text": text}
            self.rows.append(row | told | {"received_at": at, "changed_at": at} | changes)
        return self

    def snapshot(self) -> City:
        """The files as they are now."""
        writing.bring_up_to_date(self.folder, made.sources(self.rows), at=made.AT + timedelta(days=400))
        return self


def _poisson(told: random.Random, mean: float) -> int:
    count, left = 0, told.expovariate(1)
    while left < mean:
        count, left = count + 1, left + told.expovariate(1)
    return count


def detected(weeks_before: int = 0, *, days_before: int = 0) -> DetectionDone:
    """A run that counts up to so long before MONDAY."""
    until = MONDAY - timedelta(days=7 * weeks_before + days_before)
    return actions.record_detection(until=until, by=SYSTEM, at=datetime.combine(MONDAY, time(2), UTC) + timedelta(days=1))


def a_test(key: str) -> SeriesTest:
    """The newest test of a series."""
    return SeriesTest.objects.filter(series=key).order_by("-pk")[0]


class Undone(Exception):
    """Ends a block whose rows are not to stay."""


def undone(act: Callable[[], Told]) -> Told:
    """What an act returns; nothing of it stays."""
    try:
        with transaction.atomic():
            found = act()
            raise Undone
    except Undone:
        return found
