"""The figures of the board, counted by a job so that nobody waits for them: sums by day, hour, unit, class, district and channel.

Those of a day by one of these alone, and those of a month, are added up by the same act: they are what is read most.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from tongban.board import access, events
from tongban.board.models import Figure, FigureCount, Track
from tongban.board.queries.figures import SUMMED, SUMS
from tongban.kernel import clock, facts, ledger, rows
from tongban.kernel.histogram import CLASSES, EDGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from tongban.identity.terms import Actor

ONE_DAY = timedelta(1)
# Of each message by itself: what it counts for, and in which class of hours its first answer came.
COUNT = f"""
INSERT INTO board_figure (received_on, hour, unit, category, district, channel, source, received, accepted_in_time, answered, on_time,
  overdue_open, rated, satisfied, solved, imported, waiting, hours)
SELECT received_on, hour, unit, category, district, channel, source, count(*),
  count(*) FILTER (WHERE channel <> 'import' AND (accepted_at <= accept_due_at OR ("end" = 'refused' AND closed_at <= accept_due_at))),
  count(*) FILTER (WHERE first_answered_at IS NOT NULL), count(*) FILTER (WHERE on_time),
  count(*) FILTER (WHERE first_answered_at IS NULL AND state <> 'closed' AND due_at < %s),
  count(*) FILTER (WHERE satisfaction IS NOT NULL), count(*) FILTER (WHERE satisfaction >= 3), count(*) FILTER (WHERE solved),
  count(*) FILTER (WHERE channel = 'import'),
  count(*) FILTER (WHERE channel <> 'import' AND state = 'received' AND accept_due_at >= %s),
  ARRAY[{", ".join(f"count(*) FILTER (WHERE class = {number})" for number in range(CLASSES))}]
FROM (
  SELECT board_message.*, (received_at AT TIME ZONE %s)::date AS received_on, extract(hour FROM received_at AT TIME ZONE %s)::int AS hour,
    width_bucket(extract(epoch FROM first_answered_at - received_at) / 3600, ARRAY[{", ".join(map(str, EDGES))}]::numeric[]) AS class
  FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS period (begins, ends)
  JOIN board_message ON received_at >= begins AND received_at < ends
) message
GROUP BY received_on, hour, unit, category, district, channel, source
"""
INTO_SUMS = f"""
INSERT INTO board_figure_sum (level, key, span, begins_on, {", ".join(SUMS)}, hours)
SELECT level, key, {{span}}, {{begins_on}}, {SUMMED.replace("sum(hours", "ARRAY[sum(hours", 1)}] FROM """
ADDED_UP = (  # the days of one month, then the month
    "DELETE FROM board_figure_sum WHERE span = 'day' AND begins_on = ANY(%(days)s)",
    INTO_SUMS.format(span="'day'", begins_on="received_on")
    + """board_figure, LATERAL (VALUES ('whole', ''), ('unit', unit), ('category', category), ('district', district),
  ('channel', channel), ('source', source), ('hour', hour::text)) AS told (level, key)
WHERE received_on = ANY(%(days)s) GROUP BY level, key, received_on""",
    "DELETE FROM board_figure_sum WHERE span = 'month' AND begins_on = %(month)s",
    INTO_SUMS.format(span="'month'", begins_on="%(month)s::date")
    + """board_figure_sum
WHERE span = 'day' AND begins_on >= %(month)s AND begins_on < %(month)s::date + interval '1 month' GROUP BY level, key""",
)


# The days of messages to which something has happened since a run: a step of their own, an answer to the message they were merged into,
# or their limit is over. The steps that were written while the last run looked may have lower numbers than the last one it saw.
OVERLAP = 10_000
CHANGED = """
WITH touched AS MATERIALIZED (SELECT DISTINCT message_id FROM board_track WHERE id > %s)
SELECT DISTINCT (received_at AT TIME ZONE %s)::date FROM (
  SELECT received_at FROM board_message WHERE id IN (SELECT message_id FROM touched)
  UNION ALL SELECT received_at FROM board_message WHERE merged_into_id IN (SELECT message_id FROM touched)
  UNION ALL SELECT received_at FROM board_message
    WHERE first_answered_at IS NULL AND state <> 'closed' AND due_at >= %s AND due_at < %s
  UNION ALL SELECT received_at FROM board_message WHERE state = 'received' AND accept_due_at >= %s AND accept_due_at < %s
) message ORDER BY 1
"""


@transaction.atomic(savepoint=False)
def count_changed(*, by: Actor, at: datetime) -> int:
    """Count those days anew on whose messages something has happened since the last time; how many days. The first time all of them.

    Refuses: Denied.
    """
    access.require_system(by)
    last = FigureCount.objects.select_for_update(of=("self",)).order_by("-pk").first()
    newest = Track.objects.aggregate(newest=Max("pk"))["newest"] or 0
    days = _changed_since(last, at=at)
    run = FigureCount(at=at, last_step=newest, days=len(days))
    since, until = (days[0], days[-1]) if days else (clock.city_date(at),) * 2
    codes = {"since": str(since), "until": str(until), "days": str(len(days))}
    _forget(Figure.objects.filter(received_on__in=days))
    rows.write(
        *rows.insert(run),
        _counted(_periods(days), at=at),
        ledger.entry("board.count_changed", by=by, at=at, subject=Figure(pk=0), codes=codes),
        facts.entry(events.FiguresCounted(count_id=uuid.uuid4(), since=since, until=until, at=at)),
    )
    _sum_up(days)
    return len(days)


@transaction.atomic(savepoint=False)
def count_figures(*, since: date, until: date, by: Actor, at: datetime) -> int:
    """Count the messages received on these days (both included) anew; how many rows stand in the table for them now.

    Refuses: Denied.
    """
    access.require_system(by)
    _forget(Figure.objects.filter(received_on__range=(since, until)))
    count = Figure(pk=0)
    counted = events.FiguresCounted(count_id=uuid.uuid4(), since=since, until=until, at=at)
    rows.write(
        _counted([(since, until)], at=at),
        ledger.entry("board.count_figures", by=by, at=at, subject=count, codes={"since": str(since), "until": str(until)}),
        facts.entry(counted),
    )
    _sum_up([since + ONE_DAY * n for n in range((until - since).days + 1)])
    return Figure.objects.filter(received_on__range=(since, until)).count()


def _changed_since(last: FigureCount | None, *, at: datetime) -> list[date]:
    """The days, oldest first."""
    seen, since = (max(0, last.last_step - OVERLAP), last.at) if last else (0, datetime.min.replace(tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [seen, settings.TIME_ZONE, since, at, since, at])
        return [day for (day,) in cursor.fetchall()]


def _periods(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow one another as one."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + ONE_DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _forget(old: QuerySet[Figure]) -> None:
    """What was counted before, locked against another count."""
    list(old.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    old.delete()


def _sum_up(days: Sequence[date]) -> None:
    """Month by month, so that five years need no more memory than one; two counts of days of one month wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE board_figure_sum IN SHARE ROW EXCLUSIVE MODE")
        for month, its_days in groupby(days, key=lambda day: day.replace(day=1)):
            told = {"month": month, "days": list(its_days)}
            for statement in ADDED_UP:
                cursor.execute(statement, told)


def _counted(periods: Sequence[tuple[date, date]], *, at: datetime) -> rows.Part:
    begins, ends = [clock.day_begins(since) for since, _ in periods], [clock.day_begins(until + ONE_DAY) for _, until in periods]
    return rows.Part(COUNT, [at, at, settings.TIME_ZONE, settings.TIME_ZONE, begins, ends])
