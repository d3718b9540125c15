"""Days and weeks are those of the city's clocks, also where these change: a day of 23 or 25 hours, or one without a midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.insight.play import City
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.snapshots import queries
from tongban.snapshots.terms import Area

SECOND = timedelta(seconds=1)
CHANGES = {  # the first moment of the week, one before and one after the change, the first moment of the next week; each with its day
    "Europe/Berlin in autumn": (
        (datetime(2026, 10, 18, 22, tzinfo=UTC), date(2026, 10, 19)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # half past two, the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),  # and again
        (datetime(2026, 10, 25, 23, tzinfo=UTC), date(2026, 10, 26)),
    ),
    "Europe/Berlin in spring": (
        (datetime(2026, 3, 22, 23, tzinfo=UTC), date(2026, 3, 23)),
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, tzinfo=UTC), date(2026, 3, 30)),
    ),
    "America/Santiago without a midnight": (
        (datetime(2026, 8, 31, 4, tzinfo=UTC), date(2026, 8, 31)),
        (datetime(2026, 9, 6, 3, 59, 59, tzinfo=UTC), date(2026, 9, 5)),  # 23:59:59 on Saturday
        (datetime(2026, 9, 6, 4, tzinfo=UTC), date(2026, 9, 6)),  # one o'clock on Sunday
        (datetime(2026, 9, 7, 3, tzinfo=UTC), date(2026, 9, 7)),
    ),
}


@pytest.mark.parametrize("zone", CHANGES)
def test_a_week_in_which_the_clocks_change_has_its_own_days(backend: str, folder: Path, settings, zone: str) -> None:
    settings.TIME_ZONE = zone.split()[0]
    (begins, monday), *within, (ends, next_monday) = CHANGES[zone]
    moments = [begins - SECOND, begins, *(at for at, _ in within), ends - SECOND, ends]
    city = City(folder)
    for at in moments:
        city.add(1, 1, texts=[at.isoformat()], received_at=at, changed_at=at)
    city.snapshot()
    days = [monday - timedelta(days=1), monday, *(day for _, day in within), next_monday - timedelta(days=1), next_monday]
    assert [clock.city_date(at) for at in moments] == days
    since, until = monday - timedelta(days=7), next_monday + timedelta(days=7)
    counts = queries.weekly_counts(level=1, area=Area.CITY, since=since, until=until, by=SYSTEM)
    assert {each.monday: each.raw for each in counts} == {since: 1, monday: 4, next_monday: 1}
    of_the_week = queries.said(since=monday, until=next_monday, by=SYSTEM)
    assert sorted((each.text, each.received_on) for each in of_the_week) == [
        (at.isoformat(), day) for at, day in zip(moments[1:-1], days[1:-1], strict=True)
    ]
