"""What authors do with a message that they have sent: add words, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.models import Track
from tongban.board.queries.almanac import almanac
from tongban.board.queries.masks import masked
from tongban.board.rules import writing
from tongban.board.rules.transitions import transition
from tongban.board.terms import Act, End, MessageState, Screening, Standing, TooManyAdded, TrackKind, WrongState
from tongban.kernel import facts, ledger
from tongban.kernel.limits import until

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

ADDED_MOST = 2000
ADDED_TIMES = 10  # where the city says nothing; what is more than this is a message of its own


@transaction.atomic(savepoint=False)
def add_words(*, message_id: UUID, words: str, by: Actor, at: datetime, code: str = "") -> None:
    """The author adds something while it is handled: whole for whoever handles it, masked on its page once it was screened. No clock moves.

    Refuses: UnknownMessage, also with a code that is not this message's; WrongState, WordsMissing, WordsTooLong, TooManyAdded.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    access.require_author(by, row, code)
    if row.state in (MessageState.ANSWERED, MessageState.CLOSED):
        raise WrongState(row.state)
    said = writing.said("words", words, ADDED_MOST)
    most = progress.release.rates.get("added_per_message", ADDED_TIMES)
    if row.track.filter(kind=TrackKind.ADDED.value).count() >= most:
        raise TooManyAdded(most)
    codes = {"held": True} if row.screening != Screening.NOT_NEEDED else {}
    added = Track(message=row, at=progress.at, kind=TrackKind.ADDED.value, words=masked(said), codes=codes, actor_id=by.id)
    progress.add(added.seal(said))
    if row.screening == Screening.SHOWN:
        limit = until(progress.release.screening_limit, progress.at, almanac())
        progress.change(screening=Screening.WAITING.value, screening_due_at=limit.at, screening_next_at=limit.amber_at)
    progress.write(
        ledger.entry("board.add_words", by=by, at=at, subject=row), facts.entry(events.WordsAdded(message_id=message_id, at=progress.at))
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
    progress.change(displayed=False, screening_due_at=None, screening_next_at=None)
    if row.screening == Screening.WAITING:
        progress.change(screening=Screening.NOT_NEEDED.value)
    progress.track(TrackKind.WITHDRAWN)
    progress.close(End.WITHDRAWN)
    progress.write(
        ledger.entry("board.withdraw", by=by, at=at, subject=row, basis=edge.basis),
        facts.entry(events.MessageWithdrawn(message_id=message_id, at=progress.at)),
    )
    return progress.standing()
