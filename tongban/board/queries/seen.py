"""How a message stands in the eyes of whoever acts on it: an act that was begun before something else happened is refused."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board.models import Message, Order
from tongban.board.terms import Overtaken, ReplyState, TrackKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


def standing(row: Message) -> str:
    """A short mark of what whoever decides should have seen: state, units, waiting replies, more time, words added. No notes."""
    told = (row.state, row.end, row.unit, row.category, row.tier, row.suggested, row.cleared, row.merged_into_id, row.reopened)
    orders = Order.objects.filter(message=row).order_by("pk").values_list("pk", "unit", "state")
    replies = row.replies.exclude(state=ReplyState.PUBLISHED).order_by("pk").values_list("pk", "version", "state")
    more = row.extensions.order_by("pk").values_list("pk", "granted")
    added = row.track.filter(kind=TrackKind.ADDED).count()
    return hashlib.sha256(repr((told, *orders, *replies, *more, added)).encode()).hexdigest()[:24]


@contextmanager
def as_seen(message_id: UUID, seen: str) -> Iterator[None]:
    """What is done within is done on a message that stands as it was seen, and holds it; without a mark, as it stands.

    Refuses: UnknownMessage, Overtaken.
    """
    with transaction.atomic():
        row = Message.objects.select_for_update(of=("self",)).defer("terms").of_id(message_id)
        if seen and seen != standing(row):
            raise Overtaken(row.number)
        yield
