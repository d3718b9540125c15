"""Open topics: messages laid to what two people or more say of one place, and those that wait for somebody else."""

from tongban.insight.rules import detection, topics
from tongban.insight.rules.bursts import Said


def said(key: int, week: int, text: str, citizen: str | None = None) -> Said[int]:
    return Said(key, week, citizen, text)


NOISE = "阳光小区旁边工地夜里施工，噪音扰民睡不着"
AGAIN = "投诉阳光小区工地深夜施工噪音太大，扰民"
LAMP = "阳光小区的路灯坏了三天，没有人来修"
ELSEWHERE = "月亮小区旁边工地夜里施工，噪音扰民睡不着"


def test_two_people_who_say_like_words_of_one_place_are_a_topic() -> None:
    told = topics.sort_in((), [said(1, 10, NOISE), said(2, 10, LAMP), said(3, 11, AGAIN), said(4, 11, ELSEWHERE)], 11)
    [topic] = told.topics
    assert told.of == {1: topic.number, 3: topic.number} and [each.key for each in told.waiting] == [2, 4]
    assert (topic.opened, topic.last, topic.closed, topic.follows) == (10, 11, None, None)
    assert topic.places == {"阳光小区"} and topic.recent == (NOISE, AGAIN)


def test_what_one_person_says_again_and_again_waits_until_somebody_else_says_it() -> None:
    mine = [said(key, 10, NOISE, "a") for key in (1, 2)]
    told = topics.sort_in((), mine, 10)
    assert not told.topics and not told.of and list(told.waiting) == mine
    told = topics.sort_in(told.topics, [said(3, 11, AGAIN, "b")], 11, waiting=told.waiting)
    assert told.of == {1: 1, 2: 1, 3: 1} and not told.waiting


def test_a_piece_of_a_sentence_is_no_place_for_two_people_either() -> None:
    """Nobody says it where a name begins; one who does makes it known to the other."""
    pieces = [said(key, 10, f"{who}说要统筹考虑小区居民出入，可是一直没有考虑") for key, who in enumerate(("他们", "领导"))]
    assert topics.sort_in((), pieces, 10).topics == ()
    known = [said(1, 10, "旁边就是人家阳光小区，工地夜里施工噪音大"), said(2, 10, "东湖区阳光小区旁边工地夜里施工噪音大")]
    assert [each.places for each in topics.sort_in((), known, 10).topics] == [{"阳光小区"}]


def test_nobody_waits_for_longer_than_a_topic_may_be_silent() -> None:
    early = topics.sort_in((), [said(1, 10, NOISE)], 10).waiting
    assert topics.sort_in((), [said(2, 17, AGAIN)], 17, waiting=early).of == {1: 1, 2: 1}
    late = topics.sort_in((), [said(2, 18, AGAIN)], 18, waiting=early)
    assert not late.of and [each.key for each in late.waiting] == [2]


def test_night_after_night_gives_the_same_as_at_once() -> None:
    messages = [said(1, 10, NOISE), said(2, 10, LAMP), said(3, 11, AGAIN), said(4, 12, ELSEWHERE), said(5, 12, f"{LAMP}，请快修")]
    known, of, waiting = (), {}, ()
    for each in messages:
        told = topics.sort_in(known, [each], each.period, waiting=waiting)
        known, of, waiting = told.topics, {**of, **told.of}, told.waiting
    at_once = topics.sort_in((), messages, 12)
    assert (known, of, waiting) == (at_once.topics, at_once.of, at_once.waiting) and len(known) == 2


def test_a_silent_topic_is_closed_and_a_return_names_it() -> None:
    first = topics.sort_in((), [said(1, 9, NOISE), said(2, 10, AGAIN)], 10).topics
    assert topics.sort_in(first, [], 17).topics[0].closed is None
    closed = topics.sort_in(first, [], 18).topics
    assert closed[0].closed == 18
    back = topics.sort_in(closed, [said(3, 30, AGAIN), said(4, 30, NOISE)], 30)
    old, new = back.topics
    assert (old.closed, new.follows, new.opened, new.closed) == (18, old.number, 30, None)
    assert back.of == {3: new.number, 4: new.number}


def test_a_message_without_a_place_opens_nothing() -> None:
    told = topics.sort_in((), [said(1, 10, "请问公积金怎么提取"), said(2, 10, "请问公积金怎么提取")], 10)
    assert told.topics == () and told.of == {} and told.waiting == ()


def test_a_topic_found_by_its_words_takes_messages_from_anywhere() -> None:
    text = "长租公寓爆雷，押金和房租都要不回来"
    known = (topics.Topic(4, frozenset(), (text,), 10, 10),)
    told = topics.sort_in(known, [said(1, 11, "长租公寓爆雷了，押金房租要不回来"), said(2, 11, "请问公积金怎么提取")], 11)
    assert told.of == {1: 4} and told.topics[0].last == 11


def test_only_the_last_messages_are_remembered() -> None:
    told = topics.sort_in((), [said(key, 10, f"{NOISE}{key}") for key in range(50)], 10)
    assert len(told.topics) == 1 and len(told.topics[0].recent) == topics.USUAL.remembered


def test_a_topic_may_alarm_in_the_week_in_which_it_is_opened() -> None:
    """Nothing was like it before, which is known; the floor keeps single messages quiet."""
    week = 2026 * 52 + 10
    [topic] = topics.sort_in((), [said(1, week, NOISE), said(2, week, AGAIN)], week).topics
    [many], [few] = (detection.tested([topics.watched(topic, {week: count}, week)]) for count in (5, 4))
    assert many.alarm and many.found and many.expected == 0 and not few.alarm
    [later] = detection.tested([topics.watched(topic, {week: 5, week + 1: 6, week + 3: 1}, week + 4)])
    assert later.count == 0 and not later.alarm
