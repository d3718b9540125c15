"""Who may rate an answer: whoever wrote the message, by account or tracking code, and whoever has joined it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.access.authors import person, wrote
from tongban.board.access.staff import has_answer
from tongban.board.models import Follower
from tongban.board.terms import MessageState, UnknownMessage

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.models import Message
    from tongban.identity.terms import Actor


def round_to_rate(message: Message) -> int | None:
    """Which answer is rated now: the latest. Where somebody has had it done once more, others still rate it until the next is there."""
    if has_answer(message):
        return 2 if message.reopened else 1
    return 1 if message.reopened and message.state != MessageState.CLOSED else None


def require_rater(by: Actor, message: Message, code: str) -> UUID | None:
    """The person in whose name it is rated; None for whoever holds the code. Raises UnknownMessage, whichever of them is wrong."""
    known = person(by)
    if wrote(by, message, code):
        return known if known == message.author_id else None
    if known is not None and Follower.objects.filter(message=message, person_id=known, joined=True).exists():
        return known
    raise UnknownMessage(message.number)
