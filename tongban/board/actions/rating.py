"""What authors say of an answer, by themselves or to the city's desk that calls back; a bad one reopens once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import CalledBack, Message, Rating
from tongban.board.rules import rating as rules
from tongban.board.rules.saying import said
from tongban.board.terms import (
    Act,
    AlreadyRated,
    AlreadyReopened,
    AuthorKind,
    CallBack,
    End,
    MessageState,
    RatingClosed,
    Satisfaction,
    Standing,
    TrackKind,
    UnknownMessage,
    WrongState,
)
from tongban.kernel import facts, ledger
from tongban.kernel.words import masking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

ANSWERED_ENDS = (End.ANSWERED, End.UNSOLVABLE)


@transaction.atomic(savepoint=False)
def rate(
    *, message_id: UUID, solved: bool, satisfaction: Satisfaction, words: str = "", code: str = "", by: Actor, at: datetime
) -> Standing:
    """Rate the answer of one's own message, or of one that one has joined: once a round, while there is time. Bad or unsolved reopens once.

    Refuses: UnknownMessage, WrongState, RatingClosed, AlreadyRated, WordsTooLong.
    """
    mine, whole = _locked(message_id, by=by, at=at)
    person_id = access.require_rater(by, mine.message, code)
    rounds = set(mine.message.ratings.filter(person_id=person_id).values_list("round", flat=True))
    if (which := access.round_to_rate(whole.message)) in rounds:
        raise AlreadyRated(mine.message.number)
    if which is None:
        raise WrongState(f"there is nothing to rate in state {whole.message.state}")
    if not rules.open_until(whole.message.rating_until, whole.at):
        raise RatingClosed(mine.message.number)
    own = person_id is None or person_id == mine.message.author_id
    rated = _rated(mine, whole, solved=solved, satisfaction=satisfaction, words=words, person_id=person_id, author=own)
    after = rules.after(solved=solved, satisfaction=satisfaction, reopened=whole.message.reopened, own=own and mine is whole)
    if after is MessageState.REOPENED:
        whole.reopen()
    elif after is MessageState.CLOSED and whole.message.state == MessageState.ANSWERED:
        whole.close(whole.latest_end())
    _write(mine, whole, rated, reopened=after is MessageState.REOPENED)
    return mine.standing()


@transaction.atomic(savepoint=False)
def call_back(
    *,
    message_id: UUID,
    outcome: CallBack,
    solved: bool = False,
    satisfaction: Satisfaction = Satisfaction.FAIR,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Standing:
    """Note a call-back (回访) by the city's desk, never by the unit concerned: how it ended, and the rating where one was given.

    Refuses: UnknownMessage, Denied, WrongState, AlreadyRated, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.CALL_BACK)
    message, reopened = progress.message, False
    if message.state == MessageState.CLOSED and message.end not in ANSWERED_ENDS:
        raise WrongState("it has no answer to ask about")
    if message.called_back in (CallBack.RATED, CallBack.DECLINED) or message.ratings.filter(round=progress.round).exists():
        raise AlreadyRated(message.number)
    progress.change(called_back=outcome.value)
    progress.add(CalledBack(message=message, outcome=outcome.value, called_by=by.id, at=progress.at))
    progress.track(TrackKind.CALLED_BACK, outcome=outcome.value)
    if outcome is CallBack.RATED:
        person_id = message.author_id if message.author_kind == AuthorKind.ACCOUNT else None
        _rated(progress, progress, solved=solved, satisfaction=satisfaction, words=words, person_id=person_id, author=True)
        reopened = rules.bad(solved=solved, satisfaction=satisfaction) and not message.reopened
        if reopened:
            progress.reopen()
        elif message.state == MessageState.ANSWERED:
            progress.close(progress.latest_end())
    codes = {"outcome": outcome.value, "reopened": str(reopened).lower()}
    progress.write(
        ledger.entry("board.call_back", by=by, at=at, subject=message, basis=edge.basis, codes=codes),
        facts.entry(events.AuthorCalledBack(message_id=message_id, outcome=outcome.value, at=progress.at)),
    )
    return progress.standing()


@transaction.atomic(savepoint=False)
def reopen(*, message_id: UUID, reason: str, by: Actor, at: datetime) -> Standing:
    """Have an answer done once more, by the desk or the level above, where it was bad and nobody has asked for it: once.

    Refuses: UnknownMessage, Denied, WrongState, AlreadyReopened, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    edge = progress.require(Act.REOPEN)
    message = progress.message
    if message.reopened:
        raise AlreadyReopened(message.number)
    if message.state == MessageState.CLOSED and message.end not in ANSWERED_ENDS:
        raise WrongState("it has no answer to be done once more")
    progress.reopen(words=Public.of(reason, "reason"))
    progress.write(
        ledger.entry("board.reopen", by=by, at=at, subject=message, basis=edge.basis, codes={"unit": message.unit}),
        facts.entry(events.MessageReopened(message_id=message_id, unit=message.unit, at=progress.at)),
    )
    return progress.standing()


def _locked(message_id: UUID, *, by: Actor, at: datetime) -> tuple[Progress, Progress]:
    """One's message, and the one whose answer it got: the same, unless it was joined. Locked in one order. Raises UnknownMessage."""
    into = Message.objects.filter(pk=message_id).values_list("merged_into", flat=True).first()
    both = Message.objects.select_for_update(of=("self",)).defer("terms").filter(pk__in=[message_id, into or message_id]).order_by("pk")
    found = {each.pk: Progress.of(each, by=by, at=at) for each in both}
    if message_id not in found:
        raise UnknownMessage(str(message_id))
    mine = found[message_id]
    return mine, found.get(mine.message.merged_into_id or message_id, mine)


def _rated(
    mine: Progress, whole: Progress, *, solved: bool, satisfaction: Satisfaction, words: str, person_id: UUID | None, author: bool
) -> Rating:
    """The rating, on the page of whoever gave it; of the author also as what the message is known by."""
    shown = masking.masked(said(words, "words", needed=False))
    called = whole.by.id if access.at_desk(whole.by, whole.release.call_back_desk) else None
    unit = whole.message.unit if access.has_answer(whole.message) else whole.latest("unit")
    rated = Rating(message=mine.message, round=access.round_to_rate(whole.message), unit=unit, person_id=person_id, at=whole.at)
    rated.solved, rated.satisfaction, rated.words, rated.called_back_by = solved, int(satisfaction), shown, called
    mine.add(rated)
    mine.track(TrackKind.RATED, unit=unit, words=shown, solved=solved, satisfaction=int(satisfaction))
    if author:
        mine.change(solved=solved, satisfaction=int(satisfaction))
    return rated


def _write(progress: Progress, whole: Progress, rated: Rating, *, reopened: bool) -> None:
    if reopened and progress is not whole:
        _write_reopened(whole)
    told = {"solved": rated.solved, "satisfaction": rated.satisfaction, "reopened": reopened}
    codes = {name: str(value).lower() for name, value in told.items()}
    progress.write(
        ledger.entry("board.rate", by=progress.by, at=progress.at, subject=progress.message, codes=codes),
        facts.entry(events.MessageRated(message_id=progress.message.pk, unit=rated.unit, **told, at=progress.at)),
    )


def _write_reopened(progress: Progress) -> None:
    """The message whose answer was rated badly by somebody who wrote the same: an act on it as well."""
    message = progress.message
    progress.write(
        ledger.entry("board.reopen", by=progress.by, at=progress.at, subject=message, codes={"unit": message.unit}),
        facts.entry(events.MessageReopened(message_id=message.pk, unit=message.unit, at=progress.at)),
    )
