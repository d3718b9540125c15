"""How a message stands in the eyes of whoever acts on it: an act that was begun before something else happened is refused."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board.models import Message, Order, Track
from tongban.board.terms import OPEN_ORDERS, Act, OrderState, Overtaken, ReplyState, Role, Screening, TrackKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


CUT = 24  # of a mark: before it how a message is handled, after it what was decided of its display


def standing(row: Message) -> str:
    """A short mark of what whoever decides should have seen: state, units, replies and outcomes, more time, words added. No notes."""
    told = (row.state, row.end, row.unit, row.category, row.tier, row.cleared, row.merged_into_id, row.reopened)
    orders = Order.objects.filter(message=row).order_by("pk").values_list("pk", "unit", "state")
    replies = row.replies.exclude(state=ReplyState.PUBLISHED).order_by("pk").values_list("pk", "version", "state")
    more = row.extensions.order_by("pk").values_list("pk", "granted")
    added = row.track.filter(kind__in=[TrackKind.ADDED, TrackKind.DECIDED]).count()
    return _digest(told, *orders, *replies, *more, added)[:CUT] + _digest(row.screening, row.screened_at, row.appealed_at)[:8]


def decided(row: Message) -> Track | None:
    """How a suggestion is to end, and why, as its unit has said last; `public` once that stands beside an answer."""
    return row.track.filter(kind=TrackKind.DECIDED).order_by("-id").first()


@contextmanager
def as_seen(subject: UUID, seen: str, *, of: str = "id", act: Act | None = None) -> Iterator[None]:
    """What is done within is done on a message that stands as it was seen, and holds it; without a mark, as it stands.

    `of` says what `subject` names: the message by its `id`, or an `order`, a `reply` or an `extension` of it. `act`: without a mark it
    is not done where somebody has decided it already. Refuses: UnknownMessage, UnknownOrder, Overtaken.
    """
    part = slice(CUT, None) if act is Act.SCREEN else slice(CUT)
    with transaction.atomic():
        found = Message.objects.select_for_update(of=("self",)).defer("terms")
        row: Message = getattr(found, f"of_{of}")(subject)
        if seen and standing(row)[part] != seen[part]:
            raise Overtaken(row.number)
        blind = not seen and _is_decided(row, act)
        yield
        if blind:  # said last: who may not do it at all is told so
            raise Overtaken(row.number)


def _is_decided(row: Message, act: Act | None) -> bool:
    """Whether a unit has it that has not sent it back; whether it is displayed or removed, and nobody has appealed."""
    if act is Act.SCREEN:
        return row.screening in (Screening.SHOWN, Screening.REMOVED) and row.appealed_at is None
    having = row.orders.filter(role=Role.LEAD, state__in=OPEN_ORDERS).exclude(state=OrderState.LEAVING)
    return act is Act.ASSIGN and having.exists()


def _digest(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
