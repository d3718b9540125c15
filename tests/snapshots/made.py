"""Messages and ratings as the city hands them over, many and invented, and what they come to when they are counted by hand."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from tongban.identity.terms import SYSTEM
from tongban.kernel.clock import city_date
from tongban.snapshots.parquet import tables
from tongban.snapshots.parquet.sources import Source, Sources
from tongban.snapshots.terms import Area, RatedWeek, UnitFigures, WeekCount

AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
CODES = ("010101", "010102", "010203", "010000", "020100", "")
STREETS = {"donghu": "donghuqu", "beiwan": "nangangqu"}
PLACES = ("donghuqu", "donghu", "nangangqu", "beiwan", "")
AUTHORS = 40
UNITS = ("chengguan", "jiaoyu", "gongshui", "")
Row = dict[str, Any]


def messages(count: int, seed: int = 7) -> list[Row]:
    """Received over a year and its turn; each third is answered, some are rated, some are reports without an author."""
    told = random.Random(seed)
    return sorted((_message(told, number) for number in range(count)), key=lambda row: row["id"])


def _message(told: random.Random, number: int) -> Row:
    received = AT - timedelta(days=1, minutes=told.randrange(400 * 24 * 60))
    answered = min(received + timedelta(minutes=told.randrange(1, 20_000)), AT - timedelta(hours=3)) if number % 3 == 0 else None
    rated = told.randrange(1, 6) if answered and number % 2 else None
    shown = number % 4 != 0
    return {
        "id": UUID(int=told.getrandbits(128)),
        "number": f"LY{number:06d}",
        **dict.fromkeys(("source", "end", "merged_into"), ""),
        **{"kind": "help", "channel": "web", "state": "closed", "category": told.choice(CODES), "district": told.choice(PLACES)},
        **{"unit": told.choice(UNITS), "displayed": shown, "title": "路灯不亮" if shown else "", "text": "演示" if shown else ""},
        **{"received_at": received, "accepted_at": received if number % 5 else None, "due_at": received + timedelta(days=7)},
        **{"first_answered_at": answered, "answered_at": answered, "closed_at": None, "changed_at": answered or received},
        **{"on_time": bool(number % 6) if answered else None, "solved": None, "satisfaction": rated, "reopened": False, "urged": False},
        **{"longitude": 117.281 if shown else None, "latitude": 27.6 if shown else None},
        "author_key": "" if number % 11 == 0 else f"{told.randrange(AUTHORS):x}",
    }


def ratings(count: int, seed: int = 7) -> list[Row]:
    told = random.Random(seed)
    return [
        {
            **{"id": number, "message": UUID(int=number), "round": 1, "unit": told.choice(UNITS), "solved": told.random() < 0.6},
            **{"satisfaction": told.randrange(1, 6), "at": AT - timedelta(days=1, minutes=told.randrange(90 * 24 * 60))},
            "called_back": False,
        }
        for number in range(1, count + 1)
    ]


class Kept:
    """What a city has: it answers like the questions of the message board, by ids and by when something changed."""

    def __init__(self, rows: Iterable[Row], moment: str) -> None:
        self.rows, self.moment, self.asked = {row["id"]: row for row in rows}, moment, 0

    def ask(self, *, changed_since: datetime | None, until: datetime, by: object, after: Any = None, limit: int) -> tuple[Row, ...]:
        self.asked += 1
        found = [self.rows[key] for key in sorted(self.rows) if after is None or key > after]
        return tuple(row for row in found if (not changed_since or row[self.moment] > changed_since) and row[self.moment] <= until)[:limit]


def sources(of_messages: Iterable[Row], of_ratings: Iterable[Row] = (), *, layout: str = "") -> Sources:
    """As the city's, of these rows."""
    each = (
        Source(tables.messages(STREETS), Kept(of_messages, "changed_at").ask, UUID),
        Source(tables.ratings(), Kept(of_ratings, "at").ask, int),
    )
    return Sources(each, SYSTEM, f"test{layout}")


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def class_at(code: str, level: int) -> str:
    return (code[: 2 * level] + "000000")[:6] if code else ""


def area_of(row: Row, by: Area) -> str:
    street = row["district"] if row["district"] in STREETS else ""
    found = {Area.CITY: "", Area.DISTRICT: STREETS.get(row["district"], row["district"]), Area.STREET: street, Area.UNIT: row["unit"]}
    return found[by]


def weekly(rows: Iterable[Row], *, level: int, by: Area, since: date, until: date) -> tuple[WeekCount, ...]:
    """Counted by hand."""
    raw, voices = Counter[tuple[date, str, str]](), defaultdict[tuple[date, str, str], set[Any]](set)
    for row in within(rows, since, until):
        cell = monday(city_date(row["received_at"])), class_at(row["category"], level), area_of(row, by)
        raw[cell] += 1
        voices[cell].add(row["author_key"] or row["id"])
    return tuple(WeekCount(*cell, raw[cell], len(voices[cell])) for cell in sorted(raw))


def within(rows: Iterable[Row], since: date, until: date, moment: str = "received_at") -> list[Row]:
    return [row for row in rows if since <= city_date(row[moment]) < until]


def figures(rows: Iterable[Row], since: date, until: date) -> tuple[UnitFigures, ...]:
    of_unit = defaultdict[str, list[Row]](list)
    for row in within(rows, since, until):
        of_unit[row["unit"]].append(row)
    return tuple(_figures(unit, of_unit[unit]) for unit in sorted(of_unit))


def _figures(unit: str, rows: list[Row]) -> UnitFigures:
    answered = [row for row in rows if row["first_answered_at"]]
    hours = [(row["first_answered_at"] - row["received_at"]).total_seconds() / 3600 for row in answered]
    rated = [row["satisfaction"] for row in rows if row["satisfaction"]]
    on_time, accepted = sum(bool(row["on_time"]) for row in rows), sum(row["accepted_at"] is not None for row in rows)
    satisfied = sum(each >= 3 for each in rated)
    return UnitFigures(unit, len(rows), accepted, len(answered), on_time, len(rated), satisfied, round(median(hours), 6) if hours else None)


def rated(rows: Iterable[Row], since: date, until: date) -> tuple[RatedWeek, ...]:
    found = defaultdict[tuple[date, str], list[Row]](list)
    for row in within(rows, since, until, "at"):
        found[monday(city_date(row["at"])), row["unit"]].append(row)
    return tuple(
        RatedWeek(*cell, len(each), sum(row["satisfaction"] >= 3 for row in each), sum(row["solved"] for row in each))
        for cell, each in sorted(found.items())
    )
