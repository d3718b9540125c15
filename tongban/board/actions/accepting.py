"""The duty desk's first word: accepted, not accepted with the reason and the right channel, or handed over at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.terms import Act, End, HandOver, Standing, TrackKind, UnknownGround, WrongState
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def accept(*, message_id: UUID, by: Actor, at: datetime) -> Standing:
    """Take a message on. It stays with the desk until a unit is asked.

    Refuses: UnknownMessage, Denied, WrongState.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.ACCEPT)
    progress.accept()
    progress.write(
        ledger.entry("board.accept", by=by, at=at, subject=progress.message, basis=edge.basis),
        facts.entry(events.MessageAccepted(message_id=message_id, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def refuse(*, message_id: UUID, ground: str, words: str = "", by: Actor, at: datetime) -> Standing:
    """Do not accept a message: the ground and the right channel stand on its page. `words` are what else its author should know.

    Refuses: UnknownMessage, Denied, WrongState, UnknownGround, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.REFUSE)
    if all(each.key != ground for each in progress.release.refusal_grounds):
        raise UnknownGround(ground)
    progress.change(refused_for=ground)
    progress.track(TrackKind.REFUSED, words=Public.of(words, "words", needed=False), ground=ground)
    progress.close(End.REFUSED)
    progress.write(
        ledger.entry("board.refuse", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"ground": ground}),
        facts.entry(events.MessageRefused(message_id=message_id, ground=ground, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def hand_over(*, message_id: UUID, to: HandOver, reason: str, ends: bool = False, by: Actor, at: datetime) -> Standing:
    """Danger to life or property: handed over to 110, 119 or 120. `ends` where nothing is left for the city to answer.

    Refuses: UnknownMessage, Denied, WrongState, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.HAND_OVER)
    reason = Public.of(reason, "reason")
    progress.accept()
    progress.track(TrackKind.HANDED_OVER, words=reason, to=to.value)
    if ends:
        progress.close(End.REFERRED)
    progress.write(
        ledger.entry("board.hand_over", by=by, at=at, subject=progress.message, basis=edge.basis, codes={"to": to.value}),
        facts.entry(events.HandedOver(message_id=message_id, to=to.value, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def clear_for_media(*, message_id: UUID, cleared: bool = True, by: Actor, at: datetime) -> None:
    """Let the media at the joint desk see a message, or no longer: by the duty desk, or a body that may supervise.

    A report is never shown to anybody else. Refuses: UnknownMessage, Denied, WrongState.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    progress.require(Act.CLEAR)
    if cleared and progress.message.kind == Kind.REPORT:
        raise WrongState("a report is never displayed")
    progress.change(cleared=cleared)
    progress.write(
        ledger.entry("board.clear_for_media", by=by, at=at, subject=progress.message, codes={"cleared": str(cleared).lower()}),
        facts.entry(events.MessageCleared(message_id=message_id, cleared=cleared, at=progress.at)),
    )
