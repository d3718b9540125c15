"""Every question, on every engine, against the same counted by hand: over a turn of the year, by class, place, unit and citizen."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.snapshots import made
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.terms import Kind
from tongban.snapshots import queries
from tongban.snapshots.parquet import writing
from tongban.snapshots.terms import Area, Cell, NoSnapshot, Sought, WeekCount

SINCE, UNTIL = date(2025, 12, 1), date(2026, 9, 7)
MESSAGES, RATINGS = made.messages(3000), made.ratings(800)


@pytest.fixture
def snapshot(folder: Path) -> None:
    """In parts, of which some hold older rows of the same messages."""
    before = [row | {"category": "020100", "unit": "elsewhere", "on_time": None} if n % 7 == 0 else row for n, row in enumerate(MESSAGES)]
    after = [row | {"changed_at": made.AT + timedelta(hours=2)} if n % 7 == 0 else row for n, row in enumerate(MESSAGES)]
    writing.bring_up_to_date(folder, made.sources(before, RATINGS), at=made.AT, batch=300, part_rows=900)
    writing.bring_up_to_date(folder, made.sources(after, RATINGS), at=made.AT + timedelta(days=1))


def test_all_answers_are_those_counted_by_hand(snapshot: None, backend: str) -> None:
    between = {"since": SINCE, "until": UNTIL}
    for level, area in ((1, Area.CITY), (2, Area.DISTRICT), (3, Area.STREET), (3, Area.UNIT)):
        counted = queries.weekly_counts(level=level, area=area, by=SYSTEM, **between)
        assert counted == made.weekly(MESSAGES, level=level, by=area, **between)
        assert sum(each.raw for each in counted) > sum(each.voices for each in counted) > 0
    assert queries.unit_figures(by=SYSTEM, **between) == made.figures(MESSAGES, SINCE, UNTIL)
    assert queries.rated_weeks(by=SYSTEM, **between) == made.rated(RATINGS, SINCE, UNTIL)
    cell, week = Cell("010100", "donghuqu", level=2), {"since": date(2026, 8, 3), "until": date(2026, 8, 10)}
    ids = queries.cell_messages(cell=cell, by=SYSTEM, **week)
    assert list(ids) == [
        UUID(str(row["id"]))
        for row in made.within(MESSAGES, **week)
        if made.class_at(row["category"], 2) == "010100" and made.area_of(row, Area.DISTRICT) == "donghuqu"
    ]
    assert ids


SIGNS = ("%路_灯%", "50%", r"C:\temp", "a.b*", "it's", '"ok"', "Wi-Fi坏了", "路灯", "  ")
NOWHERE = ("%%", "灯_", ".*", "a.*", "没有的")
SAID = [
    row | {"text": f"{SIGNS[n % len(SIGNS)]}，第{n}条" if row["displayed"] else "", "kind": Kind.REPORT if n % 10 == 0 else Kind.HELP}
    for n, row in enumerate(MESSAGES)
]
SOUGHT = (
    Sought(),
    *(Sought((word,)) for word in ("%路", "路_灯", "50%", r"C:\t", r"\t", "a.b*", "it's", '"ok"', "WI-fi", "不亮", *NOWHERE)),
    Sought(("路灯", "50%")),
    Sought(("不亮", "50%"), all_of_them=True),
    Sought(("Wi-Fi", "坏了", "不亮"), all_of_them=True, category="010200", level=2, area="donghu", by=Area.STREET),
    Sought(category="010000", level=1),
    Sought(category="010203", level=3, area="donghuqu", by=Area.DISTRICT),
    Sought(area="beiwan", by=Area.STREET),
)


def by_hand(sought: Sought) -> list[made.Row]:
    def says(row: made.Row, word: str) -> bool:
        return word.lower() in row["title"].lower() or word.lower() in row["text"].lower()

    def meant(row: made.Row) -> bool:
        right = not sought.category or made.class_at(row["category"], sought.level) == sought.category
        right = right and (sought.by is Area.CITY or made.area_of(row, sought.by) == sought.area)
        readable = row["text"] and row["kind"] is not Kind.REPORT
        return right and (not sought.words or (readable and (all if sought.all_of_them else any)(says(row, word) for word in sought.words)))

    return [row for row in SAID if meant(row)]


def _figures(counted: Iterable[WeekCount]) -> list[tuple[date, int, int]]:
    return [(each.monday, each.raw, each.voices) for each in counted]


def test_words_are_looked_for_as_they_are_written(folder: Path, backend: str) -> None:
    writing.bring_up_to_date(folder, made.sources(SAID), at=made.AT)
    between = {"since": SINCE, "until": UNTIL}
    for sought in SOUGHT:
        counted = queries.weekly_counts_of(sought, by=SYSTEM, **between)
        told = [row | {"category": "", "district": ""} for row in by_hand(sought)]
        expected = made.weekly(told, level=1, by=Area.CITY, **between)
        assert _figures(counted) == _figures(expected) and bool(counted) == (sought.words[:1] not in [(word,) for word in NOWHERE]), sought
    whole = Sought(category="010200", level=2, area="donghuqu", by=Area.DISTRICT)
    of_class = [
        each for each in queries.weekly_counts(level=2, by=SYSTEM, **between) if each.category == "010200" and each.area == "donghuqu"
    ]
    assert queries.weekly_counts_of(whole, by=SYSTEM, **between) == tuple(of_class), "without words as surges are counted"


def test_a_time_without_a_message_has_no_answer(snapshot: None, backend: str) -> None:
    empty = {"since": date(2020, 1, 6), "until": date(2020, 2, 3), "by": SYSTEM}
    assert queries.weekly_counts(**empty) == queries.unit_figures(**empty) == queries.rated_weeks(**empty) == ()


def test_without_a_snapshot_nobody_is_told_zero(backend: str) -> None:
    with pytest.raises(NoSnapshot):
        queries.weekly_counts(since=SINCE, until=UNTIL, by=SYSTEM)


def test_a_table_without_a_row_is_counted_as_nothing(folder: Path) -> None:
    writing.bring_up_to_date(folder, made.sources([], made.ratings(5)), at=made.AT)
    assert queries.weekly_counts(since=SINCE, until=UNTIL, by=SYSTEM) == ()
