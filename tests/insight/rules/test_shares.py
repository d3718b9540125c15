"""An alarm held against all that came in from its area."""

from datetime import date

import numpy as np
import pytest

from tongban.insight.rules import detection, series, shares
from tongban.insight.rules.holidays import Calendar
from tongban.insight.terms import Method, Series, SurgeTest
from tongban.kernel.bilingual import Bilingual
from tongban.responsibilities.terms import District

LAST = series.week_of(date(2026, 9, 6))
CLASSES = 6


def board(seed: int, weeks: int, *, users: float = 1.0, one: float = 1.0) -> tuple[list[Series], dict[int, float]]:
    """Six classes of an area up to a week in which so many times as many wrote, of the first class more still; and all together."""
    random = np.random.default_rng(seed)
    means = np.full((CLASSES, weeks), 40.0)
    means[:, -1] *= users
    means[0, -1] *= one
    counts = random.poisson(means).astype(float)
    first = LAST - weeks + 1
    totals = {first + place: float(total) for place, total in enumerate(counts.sum(axis=0))}
    return [Series(str(place), first, tuple(row)) for place, row in enumerate(counts)], totals


def both(many: list[Series], totals: dict[int, float]) -> dict[str, tuple[SurgeTest, shares.Share]]:
    """Each alarm with its second test."""
    found = {}
    for test in detection.tested(many):
        if test.alarm:
            share = shares.by_share(test, many[int(test.key)], totals, Calendar())
            assert share is not None
            found[test.key] = (test, share)
    return found


@pytest.mark.parametrize(("weeks", "method"), [(300, Method.FARRINGTON), (60, Method.EARS)])
def test_a_board_that_doubles_its_users_alarms_by_count_and_not_by_share(weeks: int, method: Method) -> None:
    found = both(*board(1, weeks, users=2))
    assert len(found) == CLASSES
    for test, share in found.values():
        assert test.method is method and share.score < 1 and share.bound > test.bound and share.expected > 1.5 * test.expected
        assert share.total == pytest.approx(2 * share.usual, rel=0.15)


@pytest.mark.parametrize("weeks", [300, 60])
def test_a_class_that_rises_alone_alarms_by_both(weeks: int) -> None:
    found = both(*board(2, weeks, one=3))
    assert list(found) == ["0"]
    [(test, share)] = found.values()
    assert share.score > 1 and test.count > share.bound > test.bound


def test_the_score_tells_how_far_its_count_is_on_the_way_to_the_bound() -> None:
    for test, share in both(*board(3, 300, users=2, one=2)).values():
        assert share.score == pytest.approx((test.count - share.expected) / (share.bound - share.expected))


def test_a_total_that_does_not_reach_so_far_says_nothing() -> None:
    many, totals = board(4, 60, users=2)
    [test, *_] = detection.tested(many)
    for known in ({}, {LAST: 100.0}, {week: total for week, total in totals.items() if week > LAST - 6}, dict(totals) | {LAST: 0.0}):
        assert shares.by_share(test, many[int(test.key)], known, Calendar()) is None


def test_what_is_mostly_all_there_is_has_no_share_to_tell() -> None:
    many, totals = board(5, 60, one=3)
    [test] = [each for each in detection.tested(many) if each.alarm]
    alone = dict(zip(totals, many[0].counts, strict=True))
    assert shares.by_share(test, many[0], {week: float(count or 0) for week, count in alone.items()}, Calendar()) is None
    assert shares.by_share(test, many[0], {week: total * 0.5 for week, total in totals.items()}, Calendar())


def test_a_week_that_stands_for_two_is_held_against_two_usual_ones() -> None:
    last = series.week_of(date(2026, 12, 31))
    counts = tuple(20.0 * series.weeks_in(week) for week in range(last - 299, last)) + (100.0,)
    one = Series("0", last - 299, counts)
    totals = {week: 100.0 * series.weeks_in(week) for week in range(last - 299, last + 1)} | {last: 260.0}
    [test] = detection.tested([one])
    share = shares.by_share(test, one, totals, Calendar())
    assert share and share.usual == 200 and share.expected == pytest.approx(52) and test.expected == pytest.approx(40)


def a_place(code: str, name: str, parent: str = "", names: tuple[str, ...] = ()) -> District:
    return District(code, Bilingual(name, code), "", parent, names=names)


CITY = (
    a_place("east", "东区"),
    a_place("west", "西区", names=("老城",)),
    a_place("lake", "湖街道", "east", ("湖边",)),
    a_place("hill", "山街道", "east"),
)


@pytest.mark.parametrize(
    ("key", "places", "area"),
    [
        ("010203 street lake", (), "street lake"),
        ("- city", (), "city"),
        ("topic 3", ("发新城",), "city"),
        ("topic 3", ("发新城", "老城"), "district west"),
        ("topic 3", ("东区", "湖边"), "street lake"),
        ("topic 3", ("东区", "湖街道", "山街道"), "district east"),
        ("topic 3", ("东区", "西区"), "city"),
    ],
)
def test_a_topic_has_its_area_by_the_smallest_place_that_it_names(key: str, places: tuple[str, ...], area: str) -> None:
    assert shares.area_of(key, places, CITY) == area
