"""Where words stand among millions of messages, newest first: one statement that looks no further back than a page needs (ADR 0027)."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from tongban.board.models import Message
from tongban.board.models.message import MONTH
from tongban.kernel.words.newest import Newest
from tongban.kernel.words.sharing import sharing

if TYPE_CHECKING:
    from datetime import datetime

OF_ROW = MONTH.replace("%(expressions)s", "board_message.received_at")
LATELY = f"""
SELECT id FROM (SELECT id FROM board_message WHERE displayed AND terms @@ %s::tsquery AND ARRAY[{OF_ROW}] && %s::int[] OFFSET 0) found"""


def newest_with(
    terms: str, *, loosely: str = "", quick: bool = True, wanted: Q, near: Q, after: Q | None = None, limit: int
) -> RawSQL | None:
    """The ids of the newest messages that are `wanted` and have these terms, at most `limit`, for `pk__in`; None where there can be none.

    `near` is by what an index gives them newest first: that they are displayed, of a unit; `after` that they are beyond the last line of
    the page before. Where few have the terms, those that are `loosely` like it are told too (`grams.loosely`).
    """
    try:
        found = Newest("board_message", MONTH.replace("%(expressions)s", "{column}"), _condition(wanted))
        every, page = _condition(near), _condition(near & after if after else near)
    except EmptyResultSet:
        return None
    if loosely:
        sql, values = found.having_either(terms, loosely, quick=quick, near=every, page=page, limit=limit)
    else:
        sql, values = found.having(terms, near=page, limit=limit)
    return RawSQL(f"SELECT id FROM ({sql}) found", values)


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
