"""Improved Farrington: the vectors of the field page, statsmodels as a second opinion, and what must hold for any counts."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.insight.rules import baseline, farrington
from tongban.insight.rules.farrington import Expected, Settings, Threshold

PAPER = farrington.PAPER
WEEKS = farrington.window(5)


def expected(mean: float, dispersion: float, error: float = 0.1, threshold: Threshold = Threshold.NB_PLUGIN) -> Expected:
    values = np.array([mean]), np.array([error]), np.array([dispersion])
    return Expected(*values, np.array([True]), farrington.bound(*values, Settings(threshold=threshold)))


def rows(seed: int, count: int, *, years: int = 5, surges: bool = True) -> np.ndarray:
    """Counts with season, trend and overdispersion, some old surges among them."""
    random, weeks = np.random.default_rng(seed), np.arange(farrington.window(years))
    level, slope, season = random.uniform(0, 4, (count, 1)), random.normal(0, 0.001, (count, 1)), random.uniform(0, 0.7, (count, 1))
    mean, phi = np.exp(level + slope * weeks + season * np.cos(2 * np.pi * weeks / 52)), random.uniform(1.05, 5, (count, 1))
    made = random.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)
    if surges:
        made[np.arange(count), random.integers(0, len(weeks) - 30, count)] += random.poisson(12, count)
    return made


@pytest.mark.parametrize(
    ("threshold", "dispersion", "bound"),
    [(Threshold.NB_PLUGIN, 2, 24), (Threshold.MUAN, 2, 29), (Threshold.DELTA, 2, 23.887), (Threshold.NB_PLUGIN, 1, 19)],
)
def test_bounds_of_the_field_page(threshold: Threshold, dispersion: float, bound: float) -> None:
    """μ = 10 with a standard error of 1."""
    assert expected(10, dispersion, threshold=threshold).bound[0] == pytest.approx(bound, abs=5e-4)


@pytest.mark.parametrize(("count", "p", "score", "alarm"), [(25, 0.0045, 15 / 14, True), (24, 0.0068, 1, False)])
def test_scores_of_the_field_page(count: float, p: float, score: float, alarm: bool) -> None:
    judged = farrington.judge(np.array([float(count)]), np.array([40.0]), expected(10, 2))
    assert judged.p[0] == pytest.approx(p, abs=5e-5)
    assert judged.score[0] == pytest.approx(score)
    assert judged.alarm[0] == alarm


def test_the_anscombe_residual_of_the_field_page() -> None:
    """Raw, of 12 where 5 were expected: 2.6583; as a weight its square is 1/7.07 of the others'."""
    plan = baseline.design(np.zeros(2, dtype=np.intp), 1, np.array([0.0, 0.0]), 0.0, 0)
    history = baseline.History(np.array([[12.0, 5.0]]), np.ones((1, 2)), np.ones((1, 2)))
    one = np.ones((1, 1))
    fit = baseline.Fit(np.zeros(1), one * 5, np.array([[5.0, 5.0]]), np.ones(1), np.ones(1), one * np.inf, one * 0, np.zeros(1), one[0] > 0)
    weights = baseline._weights(history, fit, plan, 2.58)
    assert weights[0, 0] / weights[0, 1] == pytest.approx(2.6583**-2, rel=1e-4)


def by_statsmodels(row: np.ndarray, years: int, *, trend: bool) -> tuple[float, float, float]:
    """Mean, dispersion and standard error of the log mean, the long way: design matrix, IRLS, hat matrix, refit."""
    plan = farrington._plan(years, PAPER)
    counts = row[: len(plan.level)]
    columns = [*(np.where(plan.level == level, 1.0, 0.0) for level in range(PAPER.levels)), *([plan.time] if trend else [])]
    design, weights = np.column_stack(columns), np.ones(len(counts))
    for last in (False, True):
        model = sm.GLM(counts, design, family=sm.families.Poisson(), var_weights=weights).fit(scale="X2", tol=1e-13, maxiter=300)
        phi = max(model.scale, 1)
        if not last:
            raw = 1.5 * (counts ** (2 / 3) * model.mu ** (-1 / 6) - model.mu**0.5)
            residual = raw / np.sqrt(phi * (1 - model.get_hat_matrix_diag()))
            weights = np.where(residual > PAPER.outlier, residual**-2.0, 1)
            weights *= len(counts) / weights.sum()
    now = np.zeros(design.shape[1])
    now[PAPER.levels - 1], now[PAPER.levels :] = 1, plan.now
    return float(np.exp(now @ model.params)), phi, float(np.sqrt(now @ model.normalized_cov_params @ now * phi))


@pytest.mark.parametrize("years", [3, 4, 5])
def test_statsmodels_comes_to_the_same_mean_dispersion_error_and_bound(years: int) -> None:
    made = rows(years, 12, years=years)
    told = farrington.expect(made)
    assert 2 < told.trend.sum()
    for row in range(len(made)):
        mean, phi, error = by_statsmodels(made[row], years, trend=bool(told.trend[row]))
        assert told.mean[row] == pytest.approx(mean, rel=1e-6)
        assert told.dispersion[row] == pytest.approx(phi, rel=1e-6)
        assert told.error[row] == pytest.approx(error, rel=1e-6)
        ours = farrington.bound(np.array([mean]), np.array([error]), np.array([phi]))
        assert told.bound[row] == ours[0]


def test_the_season_has_ten_levels_of_which_the_tested_weeks_is_the_last() -> None:
    """Seven weeks round the reference week, nine levels of five between; the last 26 weeks are left out."""
    plan = farrington._plan(5, PAPER)
    assert len(plan.level) == 263 - 26
    assert list(plan.level[:7]) == [9] * 7 and list(plan.level[52:59]) == [9] * 7
    assert list(plan.level[7:52]) == [level for level in range(9) for _ in range(5)]
    assert plan.now - plan.time[-1] == pytest.approx(27 / 52)


def test_ten_levels_of_a_wider_window_share_the_remainder_among_the_first() -> None:
    plan = farrington._plan(3, Settings(half_window=4))
    assert list(np.bincount(plan.level[9:52], minlength=10)) == [5] * 7 + [4] * 2 + [0]


def test_a_history_of_zeros_expects_nothing_and_only_the_floor_speaks() -> None:
    made = np.zeros((3, WEEKS))
    made[:, -1] = [0, 4, 5]
    told, judged = farrington.tested(made)
    assert list(told.mean) == [0, 0, 0] and list(told.bound) == [0, 0, 0] and not told.trend.any()
    assert list(judged.alarm) == [False, False, True]
    assert list(judged.p) == [1, 0, 0]


def test_the_floor_counts_four_weeks_with_the_tested_one() -> None:
    made = np.zeros((2, WEEKS))
    made[:, -1] = 3
    made[0, -4], made[1, -5] = 2, 2
    assert list(farrington.tested(made)[1].alarm) == [True, False]


def test_a_season_without_a_count_does_not_disturb_the_others() -> None:
    """Its level is 0 for itself; the mean of the tested week stays what it was, and the bound of an empty season is 0."""
    made = rows(7, 1, surges=False)
    plan = farrington._plan(5, PAPER)
    empty = made.copy()
    empty[0, : len(plan.level)][plan.level == 3] = 0
    assert np.isfinite(farrington.expect(empty).mean).all()
    made[0, : len(plan.level)][plan.level == 9] = 0
    told = farrington.expect(made)
    assert told.mean[0] == 0 and told.bound[0] == 0 and np.isfinite(told.error[0])


def test_a_slope_that_runs_away_is_left_out() -> None:
    """All messages in the last weeks of each season: no slope is too steep, so none is taken."""
    made = np.zeros((1, WEEKS))
    plan = farrington._plan(5, PAPER)
    for level in range(10):
        made[0, np.flatnonzero(plan.level == level)[-1]] = 3
    told = farrington.expect(made)
    assert not told.trend[0] and 0 < told.mean[0] < 1


def test_a_trend_never_leads_beyond_whatever_there_was() -> None:
    weeks = np.arange(WEEKS)
    steep = np.round(np.exp(weeks / 52))[None]
    told = farrington.expect(steep)
    assert not told.trend[0] and told.mean[0] <= steep.max()


def test_the_rule_of_1996_drops_a_trend_that_is_not_plain() -> None:
    made = np.random.default_rng(5).poisson(10, (40, WEEKS)).astype(float)
    assert farrington.expect(made, Settings(trend_below=0.05)).trend.sum() < 8 < farrington.expect(made).trend.sum()


def test_two_years_are_too_few_for_a_trend() -> None:
    assert not farrington.expect(rows(1, 20, years=2)).trend.any()


def test_an_old_surge_lowers_no_bound_for_long() -> None:
    """Forty messages in one week of the same season two years ago: weighed down, they hardly move the bound."""
    made = np.random.default_rng(8).poisson(10, (1, WEEKS)).astype(float)
    spoilt = made.copy()
    spoilt[0, WEEKS - 1 - 104] += 40
    calm, after, unweighed = (
        farrington.expect(each, Settings(outlier=limit)) for each, limit in ((made, 2.58), (spoilt, 2.58), (spoilt, 1e9))
    )
    assert abs(after.bound[0] - calm.bound[0]) <= 2 < unweighed.bound[0] - calm.bound[0]


def test_unknown_weeks_are_no_zeros() -> None:
    made = rows(11, 8, surges=False)
    holes = made.copy()
    holes[:, 100:110] = np.nan
    zeros = np.nan_to_num(holes)
    full, known, wrong = (farrington.expect(each).mean for each in (made, holes, zeros))
    assert np.abs(known / full - 1).mean() < np.abs(wrong / full - 1).mean()
    nothing = made.copy()
    plan = farrington._plan(5, PAPER)
    nothing[:, : len(plan.level)][:, plan.level == 9] = np.nan
    told, judged = farrington.tested(nothing)
    assert np.isnan(told.mean).all() and np.isnan(told.bound).all() and not judged.alarm.any()


def test_a_week_that_stands_for_two_is_expected_to_have_twice_as_much() -> None:
    """Week 53 joined 52."""
    made, exposure = np.full((1, WEEKS), 10.0), np.ones((1, WEEKS))
    exposure[0, [WEEKS - 1, WEEKS - 1 - 260]] = 2
    made[0, WEEKS - 1 - 260] = 20
    assert farrington.expect(made, exposure=exposure).mean[0] == pytest.approx(20)


def test_a_row_must_be_full_years() -> None:
    with pytest.raises(ValueError, match="full years"):
        farrington.expect(np.zeros((1, WEEKS - 1)))
    assert [farrington.years_of(weeks) for weeks in (10, 56, 160, 211, 212, 264, 900)] == [0, 1, 3, 3, 4, 5, 5]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_rows_do_not_know_one_another(seed: int) -> None:
    made = rows(seed, 6)
    order = np.random.default_rng(seed).permutation(6)
    together, apart = farrington.expect(made), [farrington.expect(made[row : row + 1]) for row in order]
    for name in ("mean", "error", "dispersion", "bound"):
        assert np.allclose(getattr(together, name)[order], [getattr(each, name)[0] for each in apart], rtol=1e-9)


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), factor=st.integers(2, 20))
def test_counts_in_another_unit_give_the_same_picture(seed: int, factor: int) -> None:
    """A quasi-Poisson model has no unit: everything times c is expected c times, with a dispersion of c times."""
    made = rows(seed, 4)
    one, many = farrington.expect(made), farrington.expect(made * factor)
    over = one.dispersion > 1
    assert np.allclose(many.mean[over], factor * one.mean[over], rtol=1e-8)
    assert np.allclose(many.dispersion[over], factor * one.dispersion[over], rtol=1e-8)


@given(
    mean=st.floats(0, 5000),
    dispersion=st.floats(1, 60),
    error=st.floats(0, 1),
    threshold=st.sampled_from(Threshold),
    count=st.integers(0, 20000),
)
def test_more_messages_are_never_less_of_an_alarm(mean: float, dispersion: float, error: float, threshold: Threshold, count: int) -> None:
    chosen, told = Settings(threshold=threshold), expected(mean, dispersion, error, threshold)
    counts = np.array([float(count), float(count + 1)])
    two = Expected(*(np.repeat(getattr(told, name), 2) for name in ("mean", "error", "dispersion", "trend", "bound")))
    judged = farrington.judge(counts, counts, two, chosen)
    assert told.bound[0] >= 0
    assert judged.score[1] > judged.score[0] and judged.p[1] <= judged.p[0]
    assert 0 <= judged.p.min() and judged.p.max() <= 1
    assert not judged.alarm[0] or judged.alarm[1]
    if threshold is Threshold.NB_PLUGIN:
        assert (judged.score[0] > 1) == (count > told.bound[0])
        assert judged.p[0] <= chosen.alpha * (1 + 1e-9) or count <= told.bound[0]


@settings(max_examples=10)
@given(counts=st.lists(st.integers(0, 3), min_size=WEEKS, max_size=WEEKS))
def test_sparse_counts_never_fail(counts: list[int]) -> None:
    told, judged = farrington.tested(np.array([counts], dtype=float))
    assert np.isfinite(told.mean[0]) and told.bound[0] >= 0 and np.isfinite(judged.score[0])
