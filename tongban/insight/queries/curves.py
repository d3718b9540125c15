"""The curve of whatever is sought in the files, tested as surges are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.insight import access
from tongban.kernel import working_days
from tongban.snapshots import queries as snapshot_queries
from tongban.snapshots.terms import Area, ExtraMissing

if TYPE_CHECKING:
    from datetime import date

    from tongban.identity.terms import Actor
    from tongban.insight.terms import Curve
    from tongban.snapshots.terms import Sought


def curve(asked: Sought, *, until: date, by: Actor) -> Curve:
    """Its weeks up to a day, five years at most; each of the last year's is tested on the history that it had. For the system.

    Refuses: Denied, ExtraMissing, NoSnapshot, SnapshotRunning.
    """
    access.require_system(by)
    try:
        from tongban.insight.rules import curves, holidays  # noqa: PLC0415  the extra may not be there
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "") from error
    since = curves.first_day(until)
    counts = snapshot_queries.weekly_counts_of(asked, since=since, until=until, by=by)
    city = snapshot_queries.weekly_counts(level=1, area=Area.CITY, since=since, until=until, by=by)
    return curves.drawn(counts, city, until, holidays.weeks(working_days.holidays()))
