"""Trends of the last whole week of a period: by class, area, channel and unit. The rule is that of `insight`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries import Level
from tongban.insight import queries as insight_queries
from tongban.insight.terms import Movement
from tongban.insight.terms import TrendBy as By
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.reports.terms import Change, TrendBy, TrendLine, TrendTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.insight.terms import Change as Compared
    from tongban.insight.terms import Trend
    from tongban.reports.terms import Period
    from tongban.supervision.terms import SupervisionRelease

CHANNELS = {
    "web": Bilingual("网站", "Web"),
    "phone": Bilingual("热线电话", "Telephone"),
    "visit": Bilingual("窗口", "At a counter"),
    "open311": Bilingual("Open311", "Open311"),
    "import": Bilingual("其他渠道", "Other channels"),
}
SHOWN = 12  # lines of a table, the most messages first
MOVERS = 5


def trends(period: Period, city: SupervisionRelease) -> tuple[TrendTable, ...]:
    """Four tables. Refuses: NoBoard."""
    at = clock.day_begins(period.until)
    classes = insight_queries.trends(By.TOPIC, at=at)
    areas = insight_queries.trends(By.DISTRICT, at=at)
    channels = insight_queries.level_trends(Level.CHANNEL, at=at)
    units = insight_queries.level_trends(Level.UNIT, at=at)
    whole, week = classes.whole.n, classes.week
    named = [
        (TrendBy.CATEGORY, [(each.name, each.trend) for each in classes.lines]),
        (TrendBy.AREA, [(each.name, each.trend) for each in areas.lines]),
        (TrendBy.CHANNEL, [(CHANNELS.get(each.key, Bilingual(each.key)), each) for each in channels]),
        (TrendBy.UNIT, [(city.names[each.key], each) for each in units if each.key in city.names]),
    ]
    return tuple(_table(by, week, [_line(name, trend, whole) for name, trend in found]) for by, found in named)


def _table(by: TrendBy, week: str, lines: Iterable[TrendLine]) -> TrendTable:
    """The largest, and whatever rises or falls; those first of which the most can be said."""
    told = list(lines)
    clear = [each for each in told if each.enough and each.mean.clear]
    up = sorted((each for each in clear if (each.mean.lower or 0) > 1), key=lambda each: (-(each.mean.lower or 0), each.key))[:MOVERS]
    down = sorted((each for each in clear if (each.mean.lower or 0) <= 1), key=lambda each: (each.mean.upper or 0, each.key))[:MOVERS]
    kept = {each.key for each in [*told[:SHOWN], *up, *down]}
    return TrendTable(
        by=by,
        week=week,
        lines=tuple(each for each in told if each.key in kept),
        risers=tuple(each.key for each in up),
        fallers=tuple(each.key for each in down),
    )


def _line(name: Bilingual, trend: Trend, whole: int) -> TrendLine:
    return TrendLine(
        key=trend.key,
        name=name,
        n=trend.n,
        share=trend.n / whole if whole else None,
        before=_change(trend.last_week),
        last_year=_change(trend.last_year),
        mean=_change(trend.mean),
        enough=trend.mean is not None and trend.mean.movement is not Movement.TOO_FEW,
    )


def _change(told: Compared | None) -> Change:
    if told is None:
        return Change(None, None, None, None, clear=False)
    return Change(told.before, told.ratio, told.lower, told.upper, clear=told.movement in (Movement.UP, Movement.DOWN))
