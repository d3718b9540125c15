"""Keyset pages: a cursor is the place of the last line, so that page 10,000 costs what page 1 costs. There is no count."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import Q

from tongban.board.terms import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")
Line = TypeVar("Line")
MOST = 100


def page(rows: Sequence[Row], limit: int, line: Callable[[Row], Line], place: Callable[[Row], tuple[datetime, UUID]]) -> Page[Line]:
    """Of `limit` + 1 rows read, the page, and the cursor of the next one when there is more."""
    shown = rows[:limit]
    return Page(tuple(line(row) for row in shown), written(*place(shown[-1])) if len(rows) > limit else "")


def written(at: datetime, row_id: UUID) -> str:
    """The cursor that names a line."""
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), row_id.hex]).encode()).decode()


def beyond(cursor: str, column: str, *, newest_first: bool = True, key: str = "pk") -> Q:
    """Lines after the cursor, in the order of a moment and then of a key. One that cannot be read begins anew."""
    place = read(cursor)
    if place is None:
        return Q()
    at, row_id = place
    way = "lt" if newest_first else "gt"
    # the first condition says the same as the second, in words that an index understands
    return Q(**{f"{column}__{way}e": at}) & (Q(**{f"{column}__{way}": at}) | Q(**{column: at, f"{key}__{way}": row_id}))


def read(cursor: str) -> tuple[datetime, UUID] | None:
    """The line that a cursor names; None when it names none."""
    try:
        told: list[Any] = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        at, row_id = told
        return datetime.fromisoformat(at).astimezone(UTC), UUID(hex=row_id)
    except (AttributeError, OverflowError, RecursionError, TypeError, ValueError):
        return None
