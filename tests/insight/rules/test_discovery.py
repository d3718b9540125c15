"""False discoveries across series."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tongban.insight.rules import discovery

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def test_the_example_of_benjamini_and_hochberg() -> None:
    """Their fifteen p-values at q = .05: the first four are discoveries, though the fourth is above .01."""
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    assert list(np.flatnonzero(discovery.found(p, np.ones(15, dtype=bool)))) == [0, 1, 2, 3]


def test_a_later_one_carries_an_earlier_that_would_fall_alone() -> None:
    assert list(discovery.found(np.array([0.03, 0.04]), np.ones(2, dtype=bool))) == [True, True]
    assert list(discovery.found(np.array([0.03, 0.06]), np.ones(2, dtype=bool))) == [False, False]


def test_series_below_the_floor_do_not_count_as_tested() -> None:
    p, tested = np.array([0.02, *[0.9] * 99]), np.array([True, True, *[False] * 98])
    assert discovery.found(p, tested)[0] and not discovery.found(p, np.ones(100, dtype=bool))[0]
    assert not discovery.found(np.array([0.0]), np.array([False]))[0]
    assert discovery.found(np.array([]), np.array([], dtype=bool)).shape == (0,)


@given(CHANCES, st.floats(0.001, 0.5), st.randoms(use_true_random=False))
def test_order_and_share(chances: list[float], share: float, random: object) -> None:
    """A smaller p is found when a larger is; a larger share finds no fewer; the order of the series does not matter."""
    p = np.array(chances)
    tested = np.ones(len(p), dtype=bool)
    found = discovery.found(p, tested, share)
    assert not found.any() or set(np.flatnonzero(p < p[found].max())) <= set(np.flatnonzero(found))
    assert (discovery.found(p, tested, share * 1.5) >= found).all()
    order = np.random.default_rng(len(p)).permutation(len(p))
    assert (discovery.found(p[order], tested, share) == found[order]).all()
    assert (found <= (p <= share)).all() and (found >= (p <= share / len(p))).all()
    if found.any():
        assert p[found].max() <= share * found.sum() / len(p) * (1 + 1e-12)
