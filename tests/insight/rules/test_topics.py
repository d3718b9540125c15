"""Open topics: places in texts, and messages laid to what they speak of."""

import pytest

from tongban.insight.rules import detection, places, topics
from tongban.insight.rules.bursts import Said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我住在人民路，路灯不亮", {"人民路"}),
        ("人民路的路灯不亮", {"人民路"}),
        ("请修一下阳光小区门口的马路", {"阳光小区"}),
        ("这条路坏了", set()),
        ("我们村没有自来水，农村都这样", set()),
        ("春华镇金鼎村水泥路", {"春华镇", "金鼎村"}),
        ("", set()),
    ],
)
def test_the_places_of_a_text(text: str, found: set[str]) -> None:
    assert places.places(text) - {"水泥路"} == found


def test_the_citys_own_list_needs_no_ending() -> None:
    names = places.known(["米兰春天", "米兰", "  ", "站"])
    assert places.places("住在米兰春天G2栋", names) == {"米兰春天", "米兰"}


def test_cities_and_districts_tell_no_two_messages_apart() -> None:
    assert places.known(["榕城市", "东湖区", "阳光小区", "开发区", "临江县"]) == {"阳光": ("阳光小区",)}


def said(key: int, week: int, text: str) -> Said[int]:
    return Said(key, week, None, text)


NOISE = "阳光小区旁边工地夜里施工，噪音扰民睡不着"
AGAIN = "投诉阳光小区工地深夜施工噪音太大，扰民"
LAMP = "阳光小区的路灯坏了三天，没有人来修"
ELSEWHERE = "月亮小区旁边工地夜里施工，噪音扰民睡不着"


def test_the_same_place_and_like_words_are_one_topic() -> None:
    told = topics.sort_in((), [said(1, 10, NOISE), said(2, 10, LAMP), said(3, 11, AGAIN), said(4, 11, ELSEWHERE)], 11)
    assert told.of[1] == told.of[3] and len({told.of[key] for key in (1, 2, 4)}) == 3
    first = told.topics[0]
    assert (first.opened, first.last, first.closed, first.follows) == (10, 11, None, None)


def test_night_after_night_gives_the_same_as_at_once() -> None:
    messages = [said(1, 10, NOISE), said(2, 10, LAMP), said(3, 11, AGAIN), said(4, 12, ELSEWHERE)]
    known, of = (), {}
    for each in messages:
        told = topics.sort_in(known, [each], each.period)
        known, of = told.topics, {**of, **told.of}
    at_once = topics.sort_in((), messages, 12)
    assert (known, of) == (at_once.topics, at_once.of)


def test_a_silent_topic_is_closed_and_a_return_names_it() -> None:
    first = topics.sort_in((), [said(1, 10, NOISE)], 10).topics
    assert topics.sort_in(first, [], 17).topics[0].closed is None
    closed = topics.sort_in(first, [], 18).topics
    assert closed[0].closed == 18
    back = topics.sort_in(closed, [said(2, 30, AGAIN), said(3, 30, NOISE)], 30)
    old, new = back.topics
    assert (old.closed, new.follows, new.opened, new.closed) == (18, old.number, 30, None)
    assert back.of == {2: new.number, 3: new.number}


def test_a_message_without_a_place_opens_nothing() -> None:
    told = topics.sort_in((), [said(1, 10, "请问公积金怎么提取")], 10)
    assert told.topics == () and told.of == {}


def test_a_topic_found_by_its_words_takes_messages_from_anywhere() -> None:
    text = "长租公寓爆雷，押金和房租都要不回来"
    known = (topics.opened((), [text], 10),)
    told = topics.sort_in(known, [said(1, 11, "长租公寓爆雷了，押金房租要不回来"), said(2, 11, "请问公积金怎么提取")], 11)
    assert told.of == {1: known[0].number} and told.topics[0].last == 11


def test_only_the_last_messages_are_remembered() -> None:
    told = topics.sort_in((), [said(key, 10, f"{NOISE}{key}") for key in range(50)], 10)
    assert len(told.topics) == 1 and len(told.topics[0].recent) == topics.USUAL.remembered


def test_a_topic_may_alarm_in_the_week_in_which_it_is_opened() -> None:
    """Nothing was like it before, which is known; the floor keeps single messages quiet."""
    week = 2026 * 52 + 10
    [topic] = topics.sort_in((), [said(1, week, NOISE)], week).topics
    [many], [few] = (detection.tested([topics.watched(topic, {week: count}, week)]) for count in (5, 4))
    assert many.alarm and many.found and many.expected == 0 and not few.alarm
    [later] = detection.tested([topics.watched(topic, {week: 5, week + 1: 6, week + 3: 1}, week + 4)])
    assert later.count == 0 and not later.alarm
