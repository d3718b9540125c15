"""Many series at once: which alarms stand when false ones among them are held to a share (Benjamini and Hochberg 1995)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongban.insight.rules.tails import Numbers

SHARE = 0.05


def found(p: Numbers, tested: NDArray[np.bool_], share: float = SHARE) -> NDArray[np.bool_]:
    """Which of the tests are discoveries. Only series that passed the floor are tested: the others count for nothing here."""
    return tested & (adjusted(p, tested) <= share)


def adjusted(p: Numbers, tested: NDArray[np.bool_]) -> Numbers:
    """Of each test the smallest share of false alarms at which it would be one; 1 of what was not tested or has no p."""
    told = np.ones(p.shape)
    places = np.flatnonzero(tested & ~np.isnan(p))
    order = places[np.argsort(p[places], kind="stable")]
    ranked = p[order] * len(order) / np.arange(1, len(order) + 1)
    told[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return told
