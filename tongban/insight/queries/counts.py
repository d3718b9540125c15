"""Counts of the snapshot, by week and place: plain values. They need the extra, and are for jobs; pages read what jobs have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tongban.insight import access
from tongban.insight.terms import Area, ExtraMissing

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.insight.terms import Cell, RatedWeek, Series, UnitFigures, WeekCount


def weekly_counts(*, since: date, until: date, level: int = 3, area: Area = Area.DISTRICT, by: Actor) -> tuple[WeekCount, ...]:
    """Messages by week, class at a level (1 to 3) and area, that came in from one day to before another; weeks without any are left out.

    Refuses: Denied, ExtraMissing, NoSnapshot.
    """
    access.require_analyst(by)
    return _answers().weekly(level=level, by=area, since=since, until=until)


def weekly_series(
    *, since: date, until: date, level: int = 3, area: Area = Area.DISTRICT, by: Actor
) -> dict[tuple[str, str], tuple[Series, Series]]:
    """By class and area: all messages, and voices, week after week without a hole. `since` and `until` are Mondays.

    Week 53 is in 52, as in the rules that test these series. Refuses: Denied, ExtraMissing, NoSnapshot.
    """
    return _answers().filled(weekly_counts(since=since, until=until, level=level, area=area, by=by), since, until)


def cell_messages(*, cell: Cell, since: date, until: date, by: Actor) -> tuple[UUID, ...]:
    """The messages behind a count, by their ids alone. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return _answers().rows_of(cell, since=since, until=until)


def unit_figures(*, since: date, until: date, by: Actor) -> tuple[UnitFigures, ...]:
    """By unit: what became of the messages that came in in these days. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return _answers().figures(since=since, until=until)


def rated_weeks(*, since: date, until: date, by: Actor) -> tuple[RatedWeek, ...]:
    """Ratings by week and unit. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return _answers().rated(since=since, until=until)


def _answers() -> Any:
    try:
        from tongban.insight.snapshots import answers  # noqa: PLC0415  the extra may not be there
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "") from error
    return answers
