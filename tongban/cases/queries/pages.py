"""Keyset pages: a cursor is the place of the last line, so that page 10,000 costs what page 1 costs. There is no count."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from tongban.cases.terms import Page

LINES = 30
Row = TypeVar("Row")
Line = TypeVar("Line")
Place = tuple[Any, ...]  # moments or None, then the id of the row


def page(rows: Sequence[Row], line: Callable[[Row], Line], place: Callable[[Row], Place]) -> Page[Line]:
    """Of LINES + 1 rows read, the page, and the cursor of the next one when there is more."""
    shown = rows[:LINES]
    more = len(rows) > LINES
    return Page(lines=tuple(line(row) for row in shown), next=_written(place(shown[-1])) if more else "")


def older_than(cursor: str, column: str, *, newest_first: bool = True) -> Q:
    """Lines after the cursor in a list in the order of a moment. A cursor that cannot be read begins anew."""
    place = _read(cursor, moments=1)
    if place is None or place[0] is None:
        return Q()
    at, row_id = place
    way = "lt" if newest_first else "gt"
    return Q(**{f"{column}__{way}": at}) | Q(**{column: at, f"pk__{way}": row_id})


def less_urgent_than(cursor: str) -> Q:
    """Steps after the cursor in a queue: due later, or due with it and come later, or without a limit, which comes last."""
    place = _read(cursor, moments=2)
    if place is None or place[1] is None:
        return Q()
    due_at, opened_at, row_id = place
    came_later = Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, pk__gt=row_id)
    if due_at is None:
        return came_later & Q(due_at__isnull=True)
    return Q(due_at__gt=due_at) | (came_later & Q(due_at=due_at)) | Q(due_at__isnull=True)


def _written(place: Place) -> str:
    *moments, row_id = place
    parts = [*(at.isoformat() if at else None for at in moments), row_id.hex]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _read(cursor: str, *, moments: int) -> Place | None:
    """The place a cursor of so many moments names; None when it names none."""
    try:
        *told, row_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if len(told) != moments:
            return None
        return (*(None if at is None else datetime.fromisoformat(at).astimezone(UTC) for at in told), UUID(hex=row_id))
    except (AttributeError, OverflowError, RecursionError, TypeError, ValueError):
        return None
