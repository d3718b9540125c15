"""Where words stand among millions of messages, newest first: one statement that looks no further back than a page needs (ADR 0027).

Half of all messages may have a word, or one in a million. The first is found by reading the newest and looking at each; the second
by the index of terms. So the statement has parts, newest first, and the database goes on to the next only while the page is not full:
the newest few hundred, read in their order; then by the index of terms, months at a time, which that index knows as well; at last
whatever is older. No part sorts more than its months have, and no estimate of the planner decides between them.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from tongban.board.models import Message
from tongban.board.models.message import MONTH
from tongban.kernel.words.sharing import sharing

if TYPE_CHECKING:
    from datetime import datetime

NEWEST = 400  # read one by one; enough to fill a page with a word that one message in twelve has
MONTHS = ((0, 1), (2, 9), (10, 37))  # how far back from there each further part looks
OF_ROW = MONTH.replace("%(expressions)s", "board_message.received_at")
AT_EDGE = f"(SELECT {MONTH.replace('%(expressions)s', 'received_at')} FROM edge)"
COLUMNS = "board_message.received_at, board_message.id"
NEWEST_FIRST = "ORDER BY board_message.received_at DESC, board_message.id DESC"
# {near} is what the newest are read by, {wanted} what is asked for; LIMIT and OFFSET keep the planner from mixing the parts
EDGE = f"WITH edge AS MATERIALIZED (SELECT {COLUMNS} FROM board_message WHERE {{near}} {NEWEST_FIRST} OFFSET {NEWEST - 1} LIMIT 1)"
READ = f"""
(SELECT {COLUMNS} FROM (SELECT * FROM board_message WHERE {{near}} {NEWEST_FIRST} LIMIT {NEWEST}) board_message
  WHERE {{wanted}} AND terms @@ %s::tsquery {NEWEST_FIRST} LIMIT %s)"""
LOOKED_UP = f"""
(SELECT {COLUMNS} FROM (SELECT {COLUMNS} FROM board_message WHERE {{wanted}} AND terms @@ %s::tsquery AND {{when}} OFFSET 0) board_message
  WHERE ({COLUMNS}) < ((SELECT received_at FROM edge), (SELECT id FROM edge)) {NEWEST_FIRST} LIMIT %s)"""
OF_MONTHS = f"ARRAY[{OF_ROW}] && ARRAY(SELECT {AT_EDGE} - n FROM generate_series({{since}}, {{until}}) n)"
OLDER = f"{OF_ROW} < {AT_EDGE} - {MONTHS[-1][-1]}"
WHENS = (*(OF_MONTHS.format(since=since, until=until) for since, until in MONTHS), OLDER)

LATELY = f"""
SELECT id FROM (SELECT id FROM board_message WHERE displayed AND terms @@ %s::tsquery AND ARRAY[{OF_ROW}] && %s::int[] OFFSET 0) found"""


def newest_with(terms: str, *, wanted: Q, near: Q, limit: int) -> RawSQL | None:
    """The ids of the newest messages that are `wanted` and have these terms, at most `limit`, for `pk__in`; None where there can be none.

    `near` is by what an index gives them newest first: that they are displayed, of a unit, beyond the last line of the page before.
    """
    try:
        (nears, near_values), (wanteds, wanted_values) = _condition(near), _condition(wanted)
    except EmptyResultSet:
        return None
    looked_up = [*wanted_values, terms, limit]
    parts = [READ.format(near=nears, wanted=wanteds), *(LOOKED_UP.format(wanted=wanteds, when=when) for when in WHENS)]
    values = [*near_values, *near_values, *looked_up, *(looked_up * len(WHENS)), limit]
    return RawSQL(f"{EDGE.format(near=nears)} SELECT id FROM ({' UNION ALL '.join(parts)} LIMIT %s) found", values)


def lately_with(terms: str, *, since: datetime, until: datetime) -> RawSQL:
    """The ids of what is displayed, has these terms and came in these months (UTC), for `pk__in`: by the index and nothing else."""
    return RawSQL(LATELY, [terms, _months(since, until)])


def likely(text: str, *, near: Q, at: datetime, days: int) -> RawSQL | None:
    """The ids of what is displayed, came in the last days, lies `near` and shares most of the rarest runs of a text, for `pk__in`."""
    since = at - timedelta(days)
    where = f"displayed AND ARRAY[{OF_ROW}] && %s::int[]", [_months(since, at)]
    found = sharing(text, table="board_message", column="terms", where=where, near=_condition(Q(received_at__gt=since) & near))
    return RawSQL(*found) if found else None


def _months(since: datetime, until: datetime) -> list[int]:
    return [_month(until) - n for n in range(_month(until) - _month(since) + 1)]


def _month(at: datetime) -> int:
    told = at.astimezone(UTC)
    return told.year * 12 + told.month


def _condition(wanted: Q) -> tuple[str, list[object]]:
    """As SQL. Raises EmptyResultSet for what nothing can be."""
    query = Message.objects.filter(wanted).query
    sql, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    return sql, list(values)
