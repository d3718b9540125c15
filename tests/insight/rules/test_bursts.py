"""Word bursts: the vector of the field page, terms of messages, and what is made of them."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import bursts
from tongban.insight.rules.bursts import Said

VECTOR = [1.0, 1, 2, 1, 8, 9, 1, 1]


def of(counts: list[float], totals: float | list[float] = 50, **options: float) -> list[tuple[int, int, float]]:
    sizes = np.full(len(counts), totals, dtype=float) if isinstance(totals, int | float) else np.array(totals, dtype=float)
    return [(each.first, each.last, each.weight) for each in bursts.bursts(["x"], np.array([counts]), sizes, **options)]


def cost(counts: list[float], totals: list[float], states: tuple[int, ...], rise: float, price: float) -> float:
    low = sum(counts) / sum(totals)
    told, before = 0.0, 0
    for count, total, state in zip(counts, totals, states, strict=True):
        p = low * rise if state else low
        told -= count * math.log(p) + (total - count) * math.log(1 - p)
        told += price * math.log(len(counts)) * (state > before)
        before = state
    return told


def test_the_vector_of_the_field_page() -> None:
    [(first, last, weight)] = of(VECTOR)
    assert (first + 1, last + 1) == (5, 6) and weight == pytest.approx(6.309, abs=5e-4)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=7).filter(lambda counts: 0 < sum(counts)), st.sampled_from([1.5, 2.0, 3.0]))
def test_no_way_through_the_periods_is_cheaper(counts: list[int], rise: float) -> None:
    """Held against every way there is."""
    totals, told = [30.0] * len(counts), [float(each) for each in counts]
    if sum(counts) / sum(totals) * rise >= 1:
        return
    ours = tuple(int(any(first <= period <= last for first, last, _ in of(told, 30, rise=rise))) for period in range(len(counts)))
    cheapest = min(cost(told, totals, states, rise, 1) for states in product((0, 1), repeat=len(counts)))
    assert cost(told, totals, ours, rise, 1) == pytest.approx(cheapest)


def test_a_board_that_grows_lifts_no_term() -> None:
    """Twice as much of everything is no burst of anything; neither is a term that half of the messages have."""
    assert not of([4.0, 4, 8, 8], [40.0, 40, 80, 80])
    assert not of([25.0, 24, 26, 25])
    assert not of([0.0, 0, 0, 0])


def test_a_higher_price_ends_small_bursts() -> None:
    assert of(VECTOR, price=2) and not of(VECTOR, price=4)


def said(key: int, period: int, text: str, citizen: str | None = None) -> Said[int]:
    return Said(key, period, citizen, text)


def test_terms_are_words_and_runs_of_two_to_four_characters() -> None:
    assert bursts.terms("租房贷 App，2019") == {"租房", "房贷", "租房贷", "app"}


def test_a_citizen_who_writes_ten_times_is_one_voice() -> None:
    quiet = [said(10 * week + place, week, f"路灯不亮{place}", f"演示{place}") for week in range(8) for place in range(6)]
    one = [said(1000 + place, 7, "长租公寓跑路", "演示甲") for place in range(10)]
    many = [said(2000 + place, 7, "长租公寓跑路", f"示例{place}") for place in range(10)]
    periods = range(8)
    assert not any("公寓" in each.term for each in bursts.bursting(quiet + one, periods))
    assert "长租公寓" in {each.term for each in bursts.bursting(quiet + many, periods)}
    unknown = [said(3000 + place, 7, "长租公寓跑路") for place in range(10)]
    assert "长租公寓" in {each.term for each in bursts.bursting(quiet + unknown, periods)}


def test_what_burst_long_ago_is_not_asked_when_only_the_last_weeks_are() -> None:
    early = [said(place, 2, "长租公寓跑路", f"示例{place}") for place in range(9)]
    late = [said(100 + place, 7, "自来水发黄", f"样例{place}") for place in range(9)]
    quiet = [said(1000 + 10 * week + place, week, f"路灯不亮{place}", f"演示{place}") for week in range(8) for place in range(6)]
    told = {each.term for each in bursts.bursting(early + late + quiet, range(8), lately=2)}
    assert "自来水" in told and not any("公寓" in term for term in told)
    assert {each for each in bursts.bursting(early + late + quiet, range(8)) if each.term in told} == {
        each for each in bursts.bursting(early + late + quiet, range(8), lately=2)
    }


def test_messages_outside_the_periods_count_for_nothing_and_nothing_gives_nothing() -> None:
    assert bursts.bursting([said(1, 99, "长租公寓")], range(8)) == [] == bursts.bursting([], range(8))


def test_terms_of_the_same_messages_make_one_cluster() -> None:
    quiet = [said(10 * week + place, week, "路灯不亮", f"演示{place}") for week in range(8) for place in range(6)]
    flats = [said(1000 + place, 6 + place % 2, "长租公寓跑路，押金不退", f"示例{place}") for place in range(12)]
    water = [said(2000 + place, 7, "自来水发黄", f"样例{place}") for place in range(7)]
    messages = quiet + flats + water
    found = bursts.clusters(bursts.bursting(messages, range(8)), messages)
    assert [set(each.messages) for each in found] == [{each.key for each in flats}, {each.key for each in water}]
    assert "押金" in found[0].terms and "来水" in found[1].terms
