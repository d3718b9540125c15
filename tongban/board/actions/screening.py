"""What is displayed of messages: screened with a reason that everybody reads, restored, appealed against; and names confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.models import Picture, Track
from tongban.board.queries.masks import candidates, displayed, hidden_before, index_terms, masked, without
from tongban.board.rules import display, writing
from tongban.board.terms import Act, End, NotInTheText, ScreenedByTheSame, Screening, TrackKind, UnknownFile, WordsMissing, WrongState
from tongban.kernel import facts, ledger

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Removal
    from tongban.identity.terms import Actor

APPEAL_MOST = 1000
SHORTEST = 2  # characters of words that are hidden wherever they stand


@transaction.atomic(savepoint=False)
def screen(*, message_id: UUID, shown: bool, reason: Removal | None = None, words: str = "", by: Actor, at: datetime) -> None:
    """Display a message, or remove it with a reason that stands on its page. Its handling goes on whatever is decided here.

    What was decided may be decided otherwise: whoever takes a removal back says why in public `words`, unless its author has appealed
    against it; of an appeal somebody else decides than whoever removed it. Refuses: UnknownMessage, Denied, WrongState for what is never
    displayed or is as asked already, WordsMissing without a reason, WordsTooLong, ScreenedByTheSame.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    progress.require(Act.SCREEN)
    state = Screening.SHOWN if shown else Screening.REMOVED
    if row.screening == Screening.NOT_NEEDED or row.end == End.WITHDRAWN or (row.screening == state and row.appealed_at is None):
        raise WrongState(row.screening)
    told = _told(shown, reason)
    if row.appealed_at is not None and _removed_by(row.pk) == by.id:
        raise ScreenedByTheSame(row.number)
    restored = shown and row.screening == Screening.REMOVED
    said = Public.of(words, "reason", needed=restored and row.appealed_at is None)
    progress.change(
        screening=state.value,
        removed_for=told.get("reason", ""),
        screened_at=progress.at,
        displayed=display.displayed(state, before=False),
        screening_due_at=None,
        screening_next_at=None,
        appealed_at=None,
    )
    progress.track(TrackKind.RESTORED if restored else TrackKind.SCREENED, words=said, shown=shown, **told)
    progress.write(
        ledger.entry("board.screen", by=by, at=at, subject=row, codes={"screening": state.value, **told}),
        facts.entry(events.MessageScreened(message_id=message_id, shown=shown, at=progress.at)),
    )


@transaction.atomic(savepoint=False)
def screen_picture(*, message_id: UUID, place: int, shown: bool, reason: Removal | None = None, by: Actor, at: datetime) -> None:
    """Remove one photo with a reason that stands in its place, or show it again; the text stays.

    Refuses: UnknownMessage, Denied, UnknownFile, WrongState, WordsMissing.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    progress.require(Act.SCREEN)
    picture = Picture.objects.filter(message_id=message_id, place=place).first()
    if picture is None:
        raise UnknownFile(str(place))
    told = _told(shown, reason)
    if shown != bool(picture.removed_for):
        raise WrongState("it is so already")
    picture.removed_for = told.get("reason", "")
    progress.track(TrackKind.RESTORED if shown else TrackKind.SCREENED, shown=shown, picture=place, **told)
    progress.rewrite(picture, ["removed_for"])
    progress.write(
        ledger.entry("board.screen_picture", by=by, at=at, subject=progress.message, codes={"picture": str(place), **told}),
        facts.entry(events.MessageScreened(message_id=message_id, shown=shown, at=progress.at)),
    )


@transaction.atomic(savepoint=False)
def screen_words(*, message_id: UUID, step: int, shown: bool, reason: Removal | None = None, by: Actor, at: datetime) -> None:
    """Display words that the author added, or do not, with a reason that stands in their place; the message stays.

    Refuses: UnknownMessage, Denied, WordsMissing, WrongState for what is no such step, or is as asked already.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    progress.require(Act.SCREEN)
    steps = list(row.track.filter(public=True).order_by("at", "id").values_list("pk", "kind", "codes"))
    waiting, refused = display.held(steps)
    told = _told(shown, reason)
    added = {each for each, kind, codes in steps if kind == TrackKind.ADDED and codes.get("held")}
    if step not in (waiting | refused if shown else added - refused):
        raise WrongState("it is so already")
    progress.track(TrackKind.RESTORED if step in refused else TrackKind.SCREENED, shown=shown, added=step, **told)
    if row.screening == Screening.WAITING and not waiting - {step} and display.was_shown(steps):
        progress.change(screening=Screening.SHOWN.value, screening_due_at=None, screening_next_at=None)
    progress.write(
        ledger.entry("board.screen_words", by=by, at=at, subject=row, codes={"added": str(step), **told}),
        facts.entry(events.MessageScreened(message_id=message_id, shown=shown, at=progress.at)),
    )


@transaction.atomic(savepoint=False)
def appeal(*, message_id: UUID, words: str, by: Actor, at: datetime, code: str = "") -> None:
    """The author asks that somebody else looks at a removal again, and says why; once for each removal.

    Refuses: UnknownMessage, also with a code that is not this message's; WrongState, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    access.require_author(by, row, code)
    if row.screening != Screening.REMOVED or row.appealed_at is not None:
        raise WrongState(row.screening)
    said = writing.said("words", words, APPEAL_MOST)
    progress.change(appealed_at=progress.at)
    step = Track(message=row, at=progress.at, kind=TrackKind.SCREENED.value, codes={"appeal": True}, actor_id=by.id)
    progress.add(step.seal(said))
    progress.write(
        ledger.entry("board.appeal", by=by, at=at, subject=row), facts.entry(events.RemovalAppealed(message_id=message_id, at=progress.at))
    )


@transaction.atomic(savepoint=False)
def confirm_names(
    *,
    message_id: UUID,
    title: Collection[tuple[int, int]] = (),
    text: Collection[tuple[int, int]] = (),
    hidden: Collection[str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say which of the passages that are masked as perhaps names may be shown, because they are no private person's or firm's.

    Passages are places in the words as they were written; all others are masked, also those confirmed before. Telephones, numbers and
    doors cannot be shown. `hidden` are words of title, text or place that are personal and that no machine found; None leaves those named
    before. Refuses: UnknownMessage, Denied, WrongState for what is never displayed, NotInTheText.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row = progress.message
    progress.require(Act.SCREEN)
    if row.screening == Screening.NOT_NEEDED:
        raise WrongState(row.screening)
    words = row.words()
    chosen = {name: display.spans_within(words[name], spans, candidates(words[name])) for name, spans in (("title", title), ("text", text))}
    kept = hidden_before(row.track.all()) if hidden is None else tuple(dict.fromkeys(hidden))
    missing = [each for each in kept if len(each) < SHORTEST or not any(each in words[name] for name in ("title", "text", "address"))]
    if missing:
        raise NotInTheText("、".join(missing))
    progress.change(**displayed(words, **chosen, hidden=kept), place=without(masked(words["address"]), kept))
    progress.change(terms=index_terms(row))
    shown = sum(map(len, chosen.values()))
    step = Track(message=row, at=progress.at, kind=TrackKind.SCREENED.value, public=False, codes={"names": shown}, actor_id=by.id)
    progress.add(step.seal("\n".join(kept)))
    progress.write(
        ledger.entry("board.confirm_names", by=by, at=at, subject=row, codes={"shown": str(shown)}),
        facts.entry(events.NamesConfirmed(message_id=message_id, names=shown, at=progress.at)),
    )


def _told(shown: bool, reason: Removal | None) -> dict[str, Any]:
    """Why it is removed, where it is. Raises WordsMissing."""
    if not shown and reason is None:
        raise WordsMissing("reason")
    return {} if shown or reason is None else {"reason": reason.value}


def _removed_by(message_id: UUID) -> UUID | None:
    """Who removed it last."""
    steps = Track.objects.filter(message_id=message_id, kind=TrackKind.SCREENED.value, codes__shown=False, codes__picture__isnull=True)
    return steps.order_by("-id").values_list("actor_id", flat=True).first()
