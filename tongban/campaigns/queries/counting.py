"""What is counted of a campaign: messages a week, from the daily figures of the board."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.campaigns.queries.places import beginning, districts_within
from tongban.campaigns.rules.effect import A_WEEK, A_YEAR, weeks
from tongban.campaigns.terms import CampaignCounts, NothingToMeasure, WeekCounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.campaigns.models import Campaign

A_DAY = timedelta(days=1)


def weeks_after(row: Campaign, today: date) -> int:
    """Full weeks since the day on which it ended."""
    return max(0, (today - row.ended_on - A_DAY).days // 7) if row.ended_on else 0


def counted(row: Campaign, *, before: int, after: int) -> CampaignCounts:
    """So many weeks before it began and after it ended, the weeks between, and what they are held against. Refuses: NothingToMeasure."""
    if not row.category or row.ended_on is None or after < 1:
        raise NothingToMeasure(row.number)
    first, then = row.begins_on - A_WEEK * before, row.ended_on + A_DAY
    own = _daily(row, first, then + A_WEEK * after)
    known_last_year = _known(first - A_YEAR)
    last_year = _daily(row, first - A_YEAR, then - A_YEAR + A_WEEK * after) if known_last_year else {}
    city = _of(row.category, "", first, then + A_WEEK * after) if row.area else {}
    elsewhere = {day: n - own.get(day, 0) for day, n in city.items()}
    during = max(0, -(-(then - row.begins_on).days // 7))
    return CampaignCounts(
        own=_sides(own, first, before, then, after),
        during=weeks({day: n for day, n in own.items() if day < then}, row.begins_on, during),
        last_year=_sides(last_year, first - A_YEAR, before, then - A_YEAR, after) if known_last_year else None,
        elsewhere=_sides(elsewhere, first, before, then, after) if row.area else None,
    )


def _sides(daily: Mapping[date, int], first: date, before: int, then: date, after: int) -> WeekCounts:
    return WeekCounts(weeks(daily, first, before), weeks(daily, then, after))


def _daily(row: Campaign, since: date, until: date) -> dict[date, int]:
    """Messages of its class and area, day by day, until the day before `until`."""
    summed: dict[date, int] = {}
    for district in districts_within(row.area) or ("",):
        for day, n in _of(row.category, district, since, until).items():
            summed[day] = summed.get(day, 0) + n
    return summed


def _of(category: str, district: str, since: date, until: date) -> dict[date, int]:
    asked = partial(board_queries.figures, Level.DAY, since=since, until=until - A_DAY, category=beginning(category))
    found = asked(district=district) if district else asked()
    return {date.fromisoformat(each.key): each.received for each in found.lines}


def _known(since: date) -> bool:
    """Whether the board was there already: anything at all came in in that week."""
    return board_queries.figures(Level.WHOLE, since=since, until=since + A_WEEK - A_DAY).whole.received > 0
