"""Whether a campaign helped: by tables, and by what must hold for any counts."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.campaigns.rules.effect import effect, ratio, weeks
from tongban.campaigns.terms import CampaignCounts, WeekCounts
from tongban.kernel.ratios import dispersion

MINIMUM = 20
SIDE = st.lists(st.integers(0, 500), min_size=1, max_size=12).map(tuple)
TWO_SIDES = st.builds(WeekCounts, SIDE, SIDE)


def of(before: tuple[int, ...], after: tuple[int, ...], **more: WeekCounts | None) -> CampaignCounts:
    return CampaignCounts(WeekCounts(before, after), (), **more)


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        ((25,) * 8, (10,) * 8, (60, 48, 69)),  # 200 and 80: exp(ln .4 ± 1.96 sqrt(1/80 + 1/200))
        ((50,) * 4, (50,) * 2, (0, -27, 21)),
        ((10,) * 8, (0,) * 8, (100, 90, 100)),
        ((10,) * 8, (20,) * 8, (100, 53, 162)),
    ],
)
def test_a_table(before: tuple[int, ...], after: tuple[int, ...], percent: tuple[int, int, int]) -> None:
    found = effect(of(before, after), minimum=MINIMUM)
    assert found.enough and found.change is not None
    assert found.change.percent == percent
    assert found.against_last_year is None and found.against_elsewhere is None and not found.season_known


def test_uneven_weeks_widen_the_interval() -> None:
    even, uneven = WeekCounts((20,) * 8, (10,) * 8), WeekCounts((0, 40) * 4, (0, 20) * 4)
    assert dispersion(even.before, even.after) == 1
    # around 20 and around 10: eight times 400/20 and eight times 100/10, by 14 degrees of freedom
    assert dispersion(uneven.before, uneven.after) == pytest.approx(240 / 14)
    assert ratio(uneven).low < ratio(even).low < ratio(even).ratio == ratio(uneven).ratio < ratio(even).high < ratio(uneven).high
    assert ratio(even).fewer and not ratio(uneven).fewer


@pytest.mark.parametrize(("before", "after"), [((2,) * 8, (0,) * 8), ((30,), ()), ((10,) * 8, (1,)), ((0,) * 8, (50,) * 8)])
def test_too_few_to_judge(before: tuple[int, ...], after: tuple[int, ...]) -> None:
    found = effect(of(before, after), minimum=MINIMUM)
    if sum(before) == 80:  # ten are to be expected in that one week
        assert found.enough
    else:
        assert not found.enough and found.change is None


def test_a_season_is_not_an_effect() -> None:
    """Half as many as before, as in every year: the change is clear, and no effect of the campaign is."""
    same = WeekCounts((40,) * 8, (20,) * 8)
    found = effect(of((40,) * 8, (20,) * 8, last_year=same), minimum=MINIMUM)
    assert found.change is not None and found.change.fewer and found.season_known
    assert found.against_last_year is not None and found.against_last_year.ratio == pytest.approx(1)
    assert not found.against_last_year.fewer and not found.against_last_year.more


def test_against_the_rest_of_the_city() -> None:
    """Elsewhere it became twice as much, here as much as before: half of what was to be expected."""
    found = effect(of((40,) * 8, (40,) * 8, elsewhere=WeekCounts((100,) * 8, (200,) * 8)), minimum=MINIMUM)
    assert found.against_elsewhere is not None
    assert found.against_elsewhere.ratio == pytest.approx(0.5) and found.against_elsewhere.fewer
    spread = 1.959963984540054 * math.sqrt(1 / 320 + 1 / 320 + 1 / 800 + 1 / 1600)
    assert found.against_elsewhere.high == pytest.approx(0.5 * math.exp(spread))


def test_last_year_had_too_few() -> None:
    found = effect(of((40,) * 8, (20,) * 8, last_year=WeekCounts((0,) * 8, (1,) * 8)), minimum=MINIMUM)
    assert found.change is not None and found.against_last_year is None and not found.season_known


@given(TWO_SIDES, TWO_SIDES)
def test_whatever_is_counted(own: WeekCounts, other: WeekCounts) -> None:
    found = effect(CampaignCounts(own, (), other, other), minimum=MINIMUM)
    for each in (found.change, found.against_last_year, found.against_elsewhere):
        if each is not None:
            assert found.enough and 0 <= each.low <= each.ratio <= each.high and math.isfinite(each.high)
            assert not (each.fewer and each.more)
    assert (found.change is None) is not found.enough


@given(st.lists(st.integers(1, 500), min_size=2, max_size=12).map(tuple), st.integers(2, 9))
def test_more_weeks_alike_say_it_more_surely(side: tuple[int, ...], times: int) -> None:
    short, long = ratio(WeekCounts(side, side)), ratio(WeekCounts(side * times, side * times))
    assert short.ratio == pytest.approx(1) and long.ratio == pytest.approx(1)
    assert long.high - long.low <= (short.high - short.low) * 1.0001 or dispersion(WeekCounts(side * times, side * times)) > dispersion(
        WeekCounts(side, side)
    )


@given(TWO_SIDES)
def test_turned_round_it_is_the_inverse(own: WeekCounts) -> None:
    there, back = ratio(own), ratio(WeekCounts(own.after, own.before))
    if sum(own.before) and sum(own.after):
        assert there.ratio * back.ratio == pytest.approx(1)
        assert there.low * back.high == pytest.approx(1)


@given(st.dictionaries(st.integers(0, 55).map(lambda day: date(2026, 9, 7) + timedelta(days=day)), st.integers(0, 50)))
def test_no_message_is_lost_in_weeks(daily: dict[date, int]) -> None:
    found = weeks(daily, date(2026, 9, 7), 8)
    assert len(found) == 8 and sum(found) == sum(daily.values())
    assert found[0] == sum(n for day, n in daily.items() if day < date(2026, 9, 14))
