"""What authors do with a message that they have sent: add words, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.models import Track
from tongban.board.queries.masks import masked
from tongban.board.rules import writing
from tongban.board.rules.transitions import transition
from tongban.board.terms import Act, End, MessageState, Standing, TooManyMessages, TrackKind, WrongState
from tongban.kernel import facts, ledger

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

ADDED_MOST = 2000
ADDED_TIMES = 10  # what is more than this is a message of its own


@transaction.atomic(savepoint=False)
def add_words(*, message_id: UUID, words: str, by: Actor, at: datetime, code: str = "") -> None:
    """The author adds something while it is handled: masked on its page, whole for whoever handles it. No clock moves.

    Refuses: UnknownMessage, also with a code that is not this message's; WrongState, WordsMissing, WordsTooLong, TooManyMessages.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    access.require_author(by, row, code)
    if row.state in (MessageState.ANSWERED, MessageState.CLOSED):
        raise WrongState(row.state)
    said = writing.said("words", words, ADDED_MOST)
    if row.track.filter(kind=TrackKind.ADDED.value).count() >= ADDED_TIMES:
        raise TooManyMessages
    progress.add(Track(message=row, at=progress.at, kind=TrackKind.ADDED.value, words=masked(said), actor_id=by.id).seal(said))
    progress.write(
        ledger.entry("board.add_words", by=by, at=at, subject=row),
        facts.entry(events.WordsAdded(message_id=message_id, at=progress.at)),
    )


@transaction.atomic(savepoint=False)
def withdraw(*, message_id: UUID, by: Actor, at: datetime, code: str = "") -> Standing:
    """The author takes it back before it is answered: nothing stays open, and it is no longer displayed.

    Refuses: UnknownMessage, also with a code that is not this message's; WrongState.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    access.require_author(by, row, code)
    edge = transition(MessageState(row.state), Act.WITHDRAW)
    progress.change(displayed=False)
    progress.track(TrackKind.WITHDRAWN)
    progress.close(End.WITHDRAWN)
    progress.write(
        ledger.entry("board.withdraw", by=by, at=at, subject=row, basis=edge.basis),
        facts.entry(events.MessageWithdrawn(message_id=message_id, at=progress.at)),
    )
    return progress.standing()
