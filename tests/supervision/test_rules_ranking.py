"""How a week is ranked: bounds, groups, ties, standings, scores, what is merged, and whom it proposes to interview."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.supervision.rules import DEPARTMENTS, DISTRICTS, RELEASE, counted, ranked
from tongban.supervision.rules import document
from tongban.supervision.rules.proposals import proposals
from tongban.supervision.rules.ranking import Shown, joined, ranks, tables
from tongban.supervision.rules.wilson import bounds
from tongban.supervision.terms import Counted, Measure, Standing

RATES = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("good", "n", "lower"), [(1, 1, 0.2065), (19, 20, 0.7639), (20, 20, 0.8389), (95, 100, 0.8882), (190, 200, 0.9104)]
)
def test_the_lower_bounds_of_the_field_page(good: int, n: int, lower: float) -> None:
    assert round(bounds(good, n)[0], 4) == lower


@given(RATES)
def test_bounds_lie_round_the_share(rate: tuple[int, int]) -> None:
    good, n = rate
    lower, upper = bounds(good, n)
    assert 0 <= lower <= upper <= 1
    if n:
        assert lower - 1e-6 <= good / n <= upper + 1e-6


@given(RATES)
def test_what_is_bad_has_the_bounds_of_what_is_good_turned_round(rate: tuple[int, int]) -> None:
    good, n = rate
    lower, upper = bounds(good, n)
    assert bounds(n - good, n) == pytest.approx((1 - upper, 1 - lower), abs=2e-6)


@given(RATES, st.integers(2, 20))
def test_the_more_there_are_the_narrower_it_is(rate: tuple[int, int], times: int) -> None:
    good, n = rate
    few, many = bounds(good, n), bounds(good * times, n * times)
    assert few[0] <= many[0] and many[1] <= few[1]


def test_few_neither_crown_nor_shame() -> None:
    """17 of 20 has the lower lower bound and is no worse than 700 of 1000: it is not the tail."""
    [table] = tables([counted("donghuqu", 17, 20), counted("xishanqu", 700, 1000)], RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    small, large = table.lines[0].on_time, table.lines[1].on_time
    assert small.lower is not None and large.lower is not None and small.lower < large.lower
    assert (small.rank, large.rank) == (2, 1)
    assert (small.tail, large.tail) == (2, 1)
    assert small.standing is Standing.BETWEEN


def test_a_unit_below_the_minimum_is_shown_and_not_ranked() -> None:
    counts = [counted("donghuqu", 19, 19), counted("xishanqu", 1, 20), counted("nangangqu", 0, 20)]
    [table] = tables(counts, RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    few = table.lines[0].on_time
    assert (few.good, few.n, few.share, few.rank, few.tail, few.standing) == (19, 19, 1.0, None, None, Standing.TOO_FEW)
    assert table.lines[0].response.rank is None and table.lines[1].on_time.rank == 1


def test_ties_share_a_rank_and_the_next_stands_below_them() -> None:
    counts = [counted("donghuqu", 30, 30), counted("xishanqu", 30, 30), counted("nangangqu", 10, 30)]
    [table] = tables(counts, RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    assert [line.on_time.rank for line in table.lines] == [1, 1, 3]
    assert [line.on_time.tail for line in table.lines] == [2, 2, 1]
    assert [line.on_time.standing for line in table.lines] == [Standing.PRAISED, Standing.PRAISED, Standing.BLAMED]
    assert table.on_time == round(70 / 90, 6)


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 9)))
def test_whoever_is_better_stands_higher(values: dict[str, float]) -> None:
    places = ranks(values)
    if len(values) == 1:
        assert places == {}
        return
    for one, other in [(one, other) for one in values for other in values]:
        assert (places[one] < places[other]) == (values[one] > values[other])
    assert not places or min(places.values()) == 1


@given(st.permutations([counted("donghuqu", 25, 30), counted("xishanqu", 12, 40), counted("jianwei", 3, 3), counted("chengguan", 50, 90)]))
def test_the_order_in_which_they_were_counted_says_nothing(counts: list[Counted]) -> None:
    shown = Shown(RELEASE.units, RELEASE.units, rated=True)
    assert tables(counts, RELEASE, shown) == tables(sorted(counts, key=lambda each: each.unit), RELEASE, shown)


def test_groups_are_ranked_apart_and_those_with_nobody_are_left_out() -> None:
    counts = [counted("donghuqu", 1, 30), counted("xishanqu", 0, 30), counted("jianwei", 30, 30), counted("chengguan", 29, 30)]
    assert [table.key for table in tables(counts, RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))] == ["districts"]
    both = tables(counts, RELEASE, Shown({"donghuqu", "xishanqu", "jianwei", "chengguan"}, {"jianwei"}, rated=True))
    assert [(table.key, [line.unit for line in table.lines]) for table in both] == [
        ("districts", ["donghuqu", "xishanqu"]),
        ("departments", ["jianwei", "chengguan"]),
    ]
    assert [line.on_time.rank for table in both for line in table.lines] == [1, 2, 1, 2]
    assert [line.trial for table in both for line in table.lines] == [True, True, False, True]


def test_nobody_is_ranked_alone() -> None:
    """With one unit switched on, or one alone that has enough, there is nobody beside whom it would be the first or the last."""
    alone = replace(counted("donghuqu", 30, 30), rated=20, satisfied=18)
    few = counted("xishanqu", 1, 2)
    for units in ({"donghuqu"}, DISTRICTS):
        [table] = tables([alone, few], RELEASE, Shown(units, units, rated=True))
        line = table.lines[0]
        assert (line.on_time.rank, line.on_time.tail, line.satisfied.rank, line.response.rank) == (None,) * 4
        assert (line.score, line.score_rank) == (None, None)
        assert (line.on_time.share, line.satisfied.share) == (1.0, 0.9), "it is shown"


def test_a_week_without_any_rating_ranks_nobody_by_them() -> None:
    [table] = tables([counted("donghuqu", 25, 30), counted("xishanqu", 29, 30)], RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    assert table.satisfied is None
    assert {(line.satisfied.share, line.satisfied.rank, line.score) for line in table.lines} == {(None, None, None)}


def test_nothing_at_all_is_a_week_as_well() -> None:
    [table] = tables([], RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    assert [line.on_time.n for line in table.lines] == [0, 0, 0] and table.on_time is None
    assert proposals(ranked([])) == ()


def test_the_score_stands_beside_and_orders_only_itself() -> None:
    counts = [
        replace(counted("donghuqu", 30, 30), median_hours=48.0, rated=20, satisfied=10),
        replace(counted("xishanqu", 27, 30), median_hours=12.0, rated=20, satisfied=20),
    ]
    [table] = tables(counts, RELEASE, Shown(DISTRICTS, DISTRICTS, rated=True))
    first, second, none = table.lines
    assert first.score == round(50 + 15 + 20 * 30 / 48, 6) and second.score == 95
    assert (first.score_rank, second.score_rank) == (2, 1) and (first.on_time.rank, second.on_time.rank) == (1, 2)
    assert none.score is None and none.score_rank is None
    assert (first.response.rank, second.response.rank, second.response.n) == (2, 1, 30)


def test_in_the_table_of_cases_there_is_no_score() -> None:
    counts = [replace(counted("donghuqu", 30, 30), rated=20, satisfied=10)]
    [table] = tables(counts, RELEASE, Shown(DISTRICTS, DISTRICTS, rated=False))
    assert {line.score for line in table.lines} == {None}


def test_a_unit_that_is_no_more_counts_where_it_was_merged() -> None:
    release = replace(RELEASE, merged={"yuanlin": "chengguan"})
    counts = [
        Counted("yuanlin", due=4, on_time=3, late=1, median_hours=5.0, rated=2, satisfied=1, solved=1),
        Counted("chengguan", due=20, on_time=20, median_hours=3.0, rated=10, satisfied=10, solved=9),
    ]
    one = joined(counts, release.merged)["chengguan"]
    assert one == Counted("chengguan", due=24, on_time=23, late=1, median_hours=None, rated=12, satisfied=11, solved=10)
    [table] = tables(counts, release, Shown(DEPARTMENTS, DEPARTMENTS, rated=True))
    assert [line.merged for line in table.lines if line.unit == "chengguan"] == [("yuanlin",)]
    assert joined([counts[0]], release.merged)["chengguan"].median_hours == 5.0


class TestInterviews:
    def test_whose_upper_bound_lies_below_the_line_is_proposed_and_few_are_only_shown(self) -> None:
        found = proposals(ranked([counted("donghuqu", 60, 100), counted("xishanqu", 15, 20), counted("nangangqu", 2, 4)]))
        assert [(each.evidence.unit, each.enough) for each in found] == [("donghuqu", True), ("nangangqu", False), ("xishanqu", False)]
        assert found[0].evidence.upper < 0.8 == found[0].evidence.line
        assert (found[2].evidence.n, found[2].evidence.value) == (20, 0.75)

    def test_three_of_a_hundred_below_the_line_are_no_evidence(self) -> None:
        [one] = proposals(ranked([counted("donghuqu", 77, 100)]))
        assert not one.enough and one.evidence.upper > 0.8

    def test_less_satisfying_than_every_other(self) -> None:
        rated = {"donghuqu": (20, 100), "xishanqu": (80, 100), "nangangqu": (90, 100)}
        found = proposals(ranked([Counted(unit, rated=n, satisfied=good) for unit, (good, n) in rated.items()]))
        assert [(each.evidence.unit, each.evidence.measure, each.evidence.line, each.enough) for each in found] == [
            ("donghuqu", Measure.SATISFIED, 0.8, True)
        ]

    def test_two_that_share_the_last_place_are_proposed_both(self) -> None:
        rated = {"donghuqu": (20, 100), "xishanqu": (20, 100), "nangangqu": (90, 100)}
        found = proposals(ranked([Counted(unit, rated=n, satisfied=good) for unit, (good, n) in rated.items()]))
        assert [(each.evidence.unit, each.enough) for each in found] == [("donghuqu", True), ("xishanqu", True)]

    def test_nobody_is_worse_than_nobody(self) -> None:
        assert proposals(ranked([Counted("donghuqu", rated=100, satisfied=0)])) == ()
        assert proposals(ranked([Counted(unit, rated=50, satisfied=25) for unit in DISTRICTS])) == ()

    def test_few_bad_ratings_are_shown_and_not_judged(self) -> None:
        rated = {"donghuqu": (1, 9), "xishanqu": (89, 100), "nangangqu": (90, 100)}
        found = proposals(ranked([Counted(unit, rated=n, satisfied=good) for unit, (good, n) in rated.items()]))
        assert [(each.evidence.unit, each.evidence.n, each.enough) for each in found] == [("donghuqu", 9, False), ("xishanqu", 100, False)]

    def test_cases_are_judged_by_themselves(self) -> None:
        found = proposals(ranked([], cases=[counted("jianwei", 10, 100)]))
        assert [(each.group, each.evidence.unit, each.evidence.measure) for each in found] == [
            ("departments", "jianwei", Measure.CASES_ON_TIME)
        ]


class TestDocument:
    def test_it_is_read_as_it_was_written(self) -> None:
        week = ranked([counted("donghuqu", 60, 100), counted("xishanqu", 1, 2)], cases=[counted("jianwei", 3, 50)])
        text = document.canonical(week)
        assert document.read(text) == week and document.canonical(document.read(text)) == text
        assert json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text
        assert "东湖区" in text

    def test_its_digest_is_of_its_octets(self) -> None:
        assert document.digest("榕") == sha256("榕".encode()).hexdigest()

    def test_whatever_it_says_changes_the_digest(self) -> None:
        week = ranked([counted("donghuqu", 60, 100)])
        later = replace(week, counted_at=datetime(2026, 12, 1, tzinfo=UTC))
        assert len({document.digest(document.canonical(each)) for each in (week, later, replace(week, version=2))}) == 3
