"""Following a message, and joining it instead of writing the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.models import Follower, Message
from tongban.board.terms import MessageState, UnknownMessage, WrongState
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def follow(*, message_id: UUID, by: Actor, at: datetime) -> None:
    """Be told of each step of a message that is displayed. Doing it twice changes nothing. Refuses: Denied, UnknownMessage."""
    person_id = access.require_account(by)
    row = _displayed(message_id)
    if Follower.objects.filter(message=row, person_id=person_id).exists():
        return
    row.followers += 1
    rows.write(
        rows.update(row, ["followers"]),
        *rows.insert(Follower(message=row, person_id=person_id, followed_at=at)),
        ledger.entry("board.follow", by=by, at=at, subject=row),
        facts.entry(events.MessageFollowed(message_id=row.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def unfollow(*, message_id: UUID, by: Actor, at: datetime) -> None:
    """Be told no more, and join no longer. Where there was nothing, nothing happens. Refuses: Denied, UnknownMessage."""
    person_id = access.require_account(by)
    row = Message.objects.select_for_update(of=("self",)).defer("terms").of_id(message_id)
    gone = Follower.objects.filter(message=row, person_id=person_id)
    if not gone.exists():
        return
    row.followers = max(0, row.followers - 1)
    rows.write(
        rows.update(row, ["followers"]),
        rows.delete(gone),
        ledger.entry("board.unfollow", by=by, at=at, subject=row),
        facts.entry(events.MessageFollowed(message_id=row.pk, ended=True, at=at)),
    )


@transaction.atomic(savepoint=False)
def join(*, message_id: UUID, by: Actor, at: datetime) -> None:
    """ "This is my matter too": the answer is for this person as well, who rates it; nobody has to write it again. Twice changes nothing.

    Refuses: Denied, UnknownMessage, WrongState for one's own message and for one that has ended.
    """
    person_id = access.require_account(by)
    row = _displayed(message_id)
    if row.author_id == person_id or row.state == MessageState.CLOSED:
        raise WrongState(row.state)
    known = Follower.objects.filter(message=row, person_id=person_id).first()
    if known is not None and known.joined:
        return
    follower = known or Follower(message=row, person_id=person_id, followed_at=at)
    follower.joined = True
    row.followers += known is None
    rows.write(
        rows.update(row, ["followers"]),
        *([rows.update(follower, ["joined"])] if known is not None else rows.insert(follower)),
        ledger.entry("board.join", by=by, at=at, subject=row),
        facts.entry(events.MessageFollowed(message_id=row.pk, joined=True, at=at)),
    )


def _displayed(message_id: UUID) -> Message:
    """Locked. Raises UnknownMessage, also for what is not displayed."""
    row = Message.objects.select_for_update(of=("self",)).defer("terms").of_id(message_id)
    if not row.displayed:
        raise UnknownMessage(str(message_id))
    return row
