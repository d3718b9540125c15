"""What analysts keep an eye on and share with their colleagues. What somebody watches for themselves stays with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.identity.terms import SYSTEM
from tongban.reports.rules import weeks
from tongban.reports.rules.periods import week_of
from tongban.reports.terms import WatchLine
from tongban.watches import queries as watch_queries

if TYPE_CHECKING:
    from tongban.reports.terms import Period


def watches(period: Period) -> tuple[WatchLine, ...]:
    """Those that are shared and counted, with their weeks up to the end of the period."""
    found: list[WatchLine] = []
    for view in watch_queries.shared_watches(by=SYSTEM):
        told, asked = weeks.shown(view.weeks, period.until), view.line.asked
        if told:
            alarm = any(each.alarm for each in told if each.week >= week_of(period.since))
            found.append(WatchLine(asked.name, asked.category, asked.area, asked.words, told, alarm))
    return tuple(found)
