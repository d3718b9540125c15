"""Counts of the snapshot, by week and place: plain values. They need the extra, and are for jobs; pages read what jobs have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.snapshots import access
from tongban.snapshots.queries.opening import answers
from tongban.snapshots.terms import Area

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.snapshots.terms import Cell, RatedWeek, Sought, UnitFigures, WeekCount


def weekly_counts(*, since: date, until: date, level: int = 3, area: Area = Area.DISTRICT, by: Actor) -> tuple[WeekCount, ...]:
    """Messages by week, class at a level (1 to 3) and area, that came in from one day to before another; weeks without any are left out.

    Refuses: Denied, ExtraMissing, NoSnapshot.
    """
    access.require_analyst(by)
    return answers().weekly(level=level, by=area, since=since, until=until)


def weekly_counts_of(sought: Sought, *, since: date, until: date, by: Actor) -> tuple[WeekCount, ...]:
    """The same of the messages that say some words, of a class, in an area. Words are found in what is displayed, and never in reports.

    Refuses: Denied, ExtraMissing, NoSnapshot.
    """
    access.require_analyst(by)
    found: tuple[WeekCount, ...] = answers().saying(sought, since=since, until=until)
    return found


def cell_messages(*, cell: Cell, since: date, until: date, by: Actor) -> tuple[UUID, ...]:
    """The messages behind a count, by their ids alone. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return answers().rows_of(cell, since=since, until=until)


def unit_figures(*, since: date, until: date, by: Actor) -> tuple[UnitFigures, ...]:
    """By unit: what became of the messages that came in in these days. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return answers().figures(since=since, until=until)


def rated_weeks(*, since: date, until: date, by: Actor) -> tuple[RatedWeek, ...]:
    """Ratings by week and unit. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    return answers().rated(since=since, until=until)
