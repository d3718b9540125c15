"""Trends of the last week that is over, from the daily figures of the board: for everybody, and without the extra for analysis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.insight.rules import trends as rules
from tongban.insight.terms import Comparison, Trend, TrendBy, TrendLine, Trends
from tongban.kernel import clock
from tongban.responsibilities.queries import board
from tongban.supervision.queries import release
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tongban.kernel.bilingual import Bilingual
    from tongban.responsibilities.terms import BoardRelease

WEEK = timedelta(7)
LEVELS = {TrendBy.TOPIC: Level.CATEGORY, TrendBy.CLASS: Level.CATEGORY, TrendBy.DISTRICT: Level.DISTRICT}
FIRST = 2  # digits of a class at the first level
CODE = 6  # digits of a class
Weeks = dict[date, int]


def trends(by: TrendBy, *, at: datetime) -> Trends:
    """Every class or district that had a message in the year before, the most messages first. A week in which nobody in the whole city
    wrote is unknown, not nothing. Refuses: NoBoard.
    """
    city, year = board(), _Year.before(at)
    found = _gathered(year.received(LEVELS[by]), by, city)
    lines = [TrendLine(_name(key, by, city), year.trend(key, counts)) for key, counts in found.items()]
    return Trends(
        by=by,
        week=year.week,
        monday=year.last,
        minimum=year.minimum,
        whole=year.trend("", year.whole),
        lines=tuple(sorted(lines, key=lambda each: (-each.trend.n, each.trend.key))),
    )


def level_trends(level: Level, *, at: datetime) -> tuple[Trend, ...]:
    """The same by whatever the board tells figures by, such as channels or units, under its own keys."""
    year = _Year.before(at)
    found = [year.trend(key, counts) for key, counts in year.received(level).items() if key]
    return tuple(sorted(found, key=lambda each: (-each.n, each.key)))


def movers(found: Trends, to: Comparison) -> tuple[tuple[TrendLine, ...], tuple[TrendLine, ...]]:
    """Risers and fallers by one comparison, those first of which the most can be said."""
    names = {each.trend.key: each for each in found.lines}
    up, down = rules.movers((each.trend for each in found.lines), to)
    return tuple(names[each.key] for each in up), tuple(names[each.key] for each in down)


@dataclass(frozen=True)
class _Year:
    """The last week that is over, and those of the year before it. `whole` are all messages, by the Monday of each week that is known."""

    last: date
    ago: date
    mondays: tuple[date, ...]
    whole: Mapping[date, int]
    minimum: int

    @classmethod
    def before(cls, at: datetime) -> _Year:
        today = clock.city_date(at)
        last = today - timedelta(today.weekday()) - WEEK
        ago, mondays = rules.same_week_last_year(last), tuple(last - WEEK * back for back in range(rules.YEAR, -1, -1))
        whole = board_queries.received_by_week(Level.WHOLE, since=min(mondays[0], ago), until=last + WEEK).get("", {})
        return cls(last, ago, mondays, whole, _minimum())

    @property
    def week(self) -> str:
        year, week, _ = self.last.isocalendar()
        return f"{year}-W{week:02d}"

    def received(self, level: Level) -> dict[str, Weeks]:
        return board_queries.received_by_week(level, since=min(self.mondays[0], self.ago), until=self.last + WEEK)

    def trend(self, key: str, counts: Mapping[date, int]) -> Trend:
        known = {monday: counts.get(monday, 0) for monday in self.whole}
        return rules.trend(key, [known.get(monday) for monday in self.mondays], last_year=known.get(self.ago), minimum=self.minimum)


def _minimum() -> int:
    try:
        return release().trends.minimum
    except NoSupervision:
        return rules.MINIMUM


def _gathered(found: Mapping[str, Weeks], by: TrendBy, release: BoardRelease) -> dict[str, Weeks]:
    """Classes below one of the first level, and streets of a district, together. What has no class or place is left out."""
    summed: dict[str, Counter[date]] = {}
    for key, counts in found.items():
        if key:
            summed.setdefault(_above(key, by, release), Counter()).update(counts)
    return {key: dict(counts) for key, counts in summed.items()}


def _above(key: str, by: TrendBy, release: BoardRelease) -> str:
    match by:
        case TrendBy.TOPIC:
            return key[:FIRST].ljust(CODE, "0")
        case TrendBy.CLASS:
            return key
        case TrendBy.DISTRICT:
            place = release.district(key)
            return place.parent or key if place else key


def _name(key: str, by: TrendBy, release: BoardRelease) -> Bilingual:
    return release.district_name(key) if by is TrendBy.DISTRICT else release.category_name(key)
