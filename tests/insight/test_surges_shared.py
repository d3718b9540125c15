"""In a run: weeks of holidays are told with its settings, and each alarm with its share of the area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import worlds
from tests.insight.play import LAMPS, MONDAY, WATER, City, a_test, detected
from tests.supervision import office as small_office
from tongban.identity.terms import SYSTEM
from tongban.insight import actions, queries
from tongban.insight.models import Detection, SeriesTest, Surge
from tongban.insight.terms import Method

ROADS, WHO = "030101", ("我家", "邻居", "老人", "孩子", "全家", "街坊")
IN_DONGHU = f"{LAMPS} district donghuqu"


@pytest.fixture
def city(db: None, tmp_path: Path, settings) -> Iterator[City]:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    small_office.forget()
    with worlds.entered(small_office.load):
        yield City(settings.INSIGHT_FOLDER)


def share_of(test: SeriesTest) -> dict[str, Any]:
    """What is kept of an alarm; nothing of one that has no share to tell."""
    return (test.evidence or {})["share"] or {}


def shares(wanted: str) -> dict[str, bool]:
    """Of each alarm in an area whether its share is over its bound."""
    found = SeriesTest.objects.filter(alarm=True, series__endswith=wanted)
    return {each.series: told["score"] > 1 for each in found if (told := share_of(each))}


def test_where_twice_as_many_write_of_everything_no_share_is_over_its_bound(city: City) -> None:
    for category in (LAMPS, WATER, ROADS):
        city.quiet(40, category=category, mean=12, until=2).add(34, 1, category=category)
    city.snapshot()
    detected()
    found = shares("district donghuqu")
    assert {IN_DONGHU, f"{WATER} district donghuqu"} <= set(found) and not any(found.values())
    told = share_of(a_test(IN_DONGHU))
    assert told["area"] == "district donghuqu" and told["total"] == 102 and 30 < told["usual"] < 42 and told["expected"] > 25


def test_one_class_that_rises_alone_is_over_its_bound_by_its_share_too(city: City) -> None:
    city.quiet(40, mean=12).quiet(40, category=WATER, mean=30).add(40, 1).snapshot()
    detected()
    assert shares(IN_DONGHU) == {IN_DONGHU: True} and shares(f"{LAMPS} city") == {f"{LAMPS} city": True}
    found = queries.surge(Surge.objects.get(shown=True).pk, by=SYSTEM, at=small_office.AT)
    assert found.share and found.share.over and (found.share.area_kind, found.share.area) == ("district", "donghuqu")
    assert found.share.total > found.share.usual and found.share.bound > found.share.expected


def test_a_topic_is_held_against_its_place_or_the_city(city: City) -> None:
    plant = [f"东湖区丽发新城旁边的搅拌站日夜施工，噪音和灰尘很大，{who}睡不好。" for who in WHO]
    lane = [f"湖滨路的广场舞音响太吵，夜里一直不停，{who}没法睡。" for who in WHO]
    city.quiet(40, district="donghu").quiet(40, category=WATER, district="nangangqu")
    city.add(6, 1, texts=plant, category="").add(6, 1, texts=lane, category="").snapshot()
    detected()
    found = SeriesTest.objects.filter(series__startswith="topic", alarm=True)
    assert sorted(share_of(each)["area"] for each in found) == ["city", "street donghu"]


def test_a_run_tells_the_weeks_of_holidays_by_which_it_tested(city: City) -> None:
    """2026-W08 is 春节's. Six years of street lamps: the week has a third of what others have, as in every year before."""
    spring = date(2026, 2, 23)
    city.quiet(330, mean=12)
    springs = {date(2022, 1, 31), date(2023, 1, 23), date(2024, 2, 12), date(2025, 1, 27), date(2021, 2, 15), spring - timedelta(days=7)}
    for monday in springs:
        week = (MONDAY - monday).days // 7
        first, after = MONDAY - timedelta(days=7 * week), MONDAY - timedelta(days=7 * (week - 1))
        held = [each for each in city.rows if first <= each["received_at"].date() < after]
        kept = {id(each) for each in held[:4]}
        city.rows = [each for each in city.rows if id(each) in kept or not first <= each["received_at"].date() < after]
    city.snapshot()
    actions.record_detection(until=spring, by=SYSTEM, at=datetime.combine(MONDAY, datetime.min.time(), UTC))
    test, row = a_test(IN_DONGHU), Detection.objects.get()
    assert test.method == Method.FARRINGTON and 2 < test.expected < 7 and test.bound < 16
    assert row.parameters["holidays"]["2026-W08"] == "春节" and row.parameters["holidays"]["2025-W40"] == "国庆节"
    assert min(row.parameters["holidays"]) >= "2021-W04" and row.parameters["holiday"] == {"taken": 3, "fewest": 2}


def test_runs_of_before_are_read_and_stand_against_the_ledger(city: City) -> None:
    """Whose alarms have no share."""
    city.quiet(40, mean=12).add(40, 1).snapshot()
    detected()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE insight_seriestest DISABLE TRIGGER append_only")
        cursor.execute("UPDATE insight_seriestest SET evidence = evidence - 'share' WHERE evidence IS NOT NULL")
    assert queries.surge(Surge.objects.get(shown=True).pk, by=SYSTEM, at=small_office.AT).share is None
    assert not list(queries.audit())
