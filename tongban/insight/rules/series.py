"""Series of weeks: how weeks are numbered, and what a series of them is tested by.

Weeks are those of ISO 8601. Week 53 joins 52, so that every year has 52 and the same season lies 52 weeks apart; that week then stands
for two, which `weeks_in` tells and rules.farrington is told as exposure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.insight.rules import ears, farrington
from tongban.insight.terms import Method, Series
from tongban.insight.terms.weeks import YEAR as YEAR
from tongban.insight.terms.weeks import days as days
from tongban.insight.terms.weeks import name as name
from tongban.insight.terms.weeks import week_of as week_of
from tongban.insight.terms.weeks import weeks_in as weeks_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def filled(key: str, counts: Mapping[int, float], weeks: range, unknown: Collection[int] = ()) -> Series:
    """A series without a hole: 0 where nothing was counted, None in weeks of which nothing is known."""
    return Series(key, weeks.start, tuple(None if week in unknown else counts.get(week, 0) for week in weeks))


def method(series: Series, settings: farrington.Settings = farrington.PAPER) -> Method:
    """What its last week is tested by: at least three full years, nine weeks before it, or nothing yet."""
    if farrington.years_of(len(series.counts), settings) >= settings.fewest_years:
        return Method.FARRINGTON
    return Method.EARS if len(series.counts) >= ears.WEEKS else Method.TOO_YOUNG
