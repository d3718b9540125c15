"""Topics as rows: what is kept of the texts that were laid to them, and that a message waits from night to night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import worlds
from tests.insight.play import City, detected, undone
from tests.supervision import office as small_office
from tongban.insight.models import OpenTopic, TopicMessage

PLANT = [f"{who}在东湖区丽发新城旁边，搅拌站日夜施工，噪音和灰尘很大" for who in ("我家", "邻居", "老人")]
ALONE = "请统筹考虑小区居民出入，厕所里没有水，老板卷款跑路"


@pytest.fixture
def city(db: None, tmp_path: Path, settings) -> Iterator[City]:
    """Three people of one matter, in three weeks, and one alone."""
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    small_office.forget()
    with worlds.entered(small_office.load):
        city = City(settings.INSIGHT_FOLDER)
        for week, day, text in ((4, 2, PLANT[0]), (2, 1, PLANT[1]), (2, 1, ALONE), (1, 3, PLANT[2])):
            city.add(1, week, day=day, texts=[text])
        yield city.snapshot()


def kept() -> tuple[object, ...]:
    topics = OpenTopic.objects.order_by("number").values_list("number", "places", "opened_week", "last_week", "closed_week")
    return tuple(topics), tuple(TopicMessage.objects.order_by("pk").values_list("topic_id", "message", "week"))


def test_of_three_people_and_one_alone_a_single_place_is_kept(city: City) -> None:
    detected()
    [topic] = OpenTopic.objects.all()
    assert topic.places == ["发新城"] and TopicMessage.objects.count() == 3
    assert topic.last_week - topic.opened_week == 3


@pytest.mark.slow
def test_a_message_that_waits_finds_its_topic_in_a_later_night(city: City) -> None:
    def in_one_run() -> tuple[object, ...]:
        detected()
        return kept()

    def night_by_night() -> tuple[object, ...]:
        for days in (26, 20, 13, 12, 7, 3, 1, 0):
            detected(days_before=days)
        return kept()

    assert undone(in_one_run) == undone(night_by_night)
