"""Episodes, and the smallest place that explains an excess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import episodes
from tongban.insight.rules.episodes import Excess, Explained
from tongban.insight.terms import Episode


def test_two_clean_weeks_end_an_episode_and_one_does_not() -> None:
    weeks = enumerate([False, True, False, True, False, False, True], 100)
    assert episodes.episodes(weeks) == (Episode(101, 103, 105), Episode(106, 106))


def test_no_alarm_no_episode() -> None:
    assert episodes.episodes(enumerate([False] * 5)) == ()


@given(st.lists(st.booleans(), max_size=40))
def test_every_alarm_lies_in_one_episode(alarms: list[bool]) -> None:
    found = episodes.episodes(enumerate(alarms))
    for week, alarm in enumerate(alarms):
        around = [each for each in found if each.opened <= week <= each.last_alarm]
        assert len(around) <= 1 and (not alarm or around)
    assert all(each.closed is None or each.closed - each.last_alarm == episodes.CLEAN for each in found)
    assert all(each.closed is not None for each in found[:-1])


PARENTS = {"东湖": "全市", "西山": "全市", "东一街": "东湖", "东二街": "东湖"}


def shown(**places: tuple[float, float, float]) -> tuple[Explained, ...]:
    """Count, expected and bound of each."""
    return episodes.explaining({name: Excess(*each, each[0] > each[2]) for name, each in places.items()}, PARENTS)


def test_a_street_that_explains_its_district_and_the_city_is_shown_alone() -> None:
    assert shown(全市=(80, 50, 66), 东湖=(50, 22, 33), 东一街=(40, 10, 18), 东二街=(10, 12, 20), 西山=(30, 28, 40)) == (
        Explained("东一街"),
    )


def test_a_rise_everywhere_is_the_citys_with_the_streets_within() -> None:
    assert shown(全市=(120, 50, 66), 东湖=(45, 25, 35), 西山=(75, 25, 80)) == (Explained("全市", ("东湖",)),)


def test_two_districts_may_explain_a_city_together() -> None:
    assert shown(全市=(100, 50, 66), 东湖=(50, 25, 35), 西山=(50, 25, 35)) == (Explained("东湖"), Explained("西山"))


def test_a_street_may_alarm_where_the_city_does_not() -> None:
    assert shown(全市=(55, 50, 66), 东湖=(28, 25, 35), 东一街=(12, 3, 8)) == (Explained("东一街"),)


def test_no_alarm_shows_nothing_and_a_circle_is_refused() -> None:
    assert shown(全市=(55, 50, 66)) == ()
    circle = {"甲": "乙", "乙": "甲", "丙": "丁"}
    with pytest.raises(ValueError, match="within itself"):
        episodes.explaining({"甲": Excess(9, 1, 3, True)}, circle)
