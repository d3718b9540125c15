"""Messages of other channels (12345, 领导留言板, the mayor's mailbox): taken in once, with their times and answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from tongban.board import access, events
from tongban.board.actions.intake import Intake
from tongban.board.models import Message, Reply
from tongban.board.queries.masks import masked
from tongban.board.queries.similar import nearly_the_same
from tongban.board.rules import writing
from tongban.board.rules.foreign import why
from tongban.board.rules.saying import MOST_REPLY
from tongban.board.terms import (
    AnsweredBeforeSent,
    AuthorKind,
    BoardRefused,
    Caller,
    Channel,
    End,
    Imported,
    Origin,
    ReplyState,
    UnknownSource,
    UnknownUnit,
)
from tongban.kernel import facts, ledger, rows
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Layer, ResponsibilitiesRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tongban.board.actions.progress import Progress
    from tongban.board.terms import Foreign
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

IMPORT_LOCK = 7_340_023  # advisory lock: one import at a time, so that nothing is taken in twice
NOBODY = UUID(int=0)  # who drafted and approved an answer that was given elsewhere
WEEK = timedelta(days=7)


@transaction.atomic(savepoint=False)
def import_messages(*, source: str, messages: Iterable[Foreign], by: Actor, at: datetime) -> Imported:
    """Take in messages of another channel of the city. What was taken in before, by its number there or nearly the same text, is repeated.

    The citizen's clock runs from when it was sent there. A line that cannot be taken in is reported and keeps nobody else out.
    Refuses: Denied, NoBoard, UnknownSource.
    """
    release = board()
    access.require_importer(by, release)
    if source not in release.sources:
        raise UnknownSource(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    batch = Batch(source, release, by, at, tuple(messages))
    for each in batch.fresh():
        progress = batch.opened(each)
        if progress is None:
            continue
        intake = batch.intakes[progress.message.pk]
        decision = progress.decision if each.answer else progress.dispatch()
        assert decision is not None
        progress.write(
            ledger.entry("board.post", by=by, at=at, subject=progress.message, codes={"channel": Channel.IMPORT.value, "source": source}),
            facts.entry(intake.fact(decision)),
        )
    counts = {"taken": len(batch.taken), "repeated": batch.repeated}
    if batch.taken:
        rows.write(
            ledger.entry(
                "board.import_messages",
                by=by,
                at=at,
                subject=batch.taken[0],
                codes={name: str(n) for name, n in counts.items()} | {"source": source},
            ),
            facts.entry(events.MessagesImported(batch_id=uuid.uuid4(), source=source, at=at, **counts)),
        )
    return Imported(**counts, rejected=tuple(batch.rejected), same=tuple(batch.same))


@dataclass
class Batch:
    """The messages of one import, and what becomes of each."""

    source: str
    release: BoardRelease
    by: Actor
    at: datetime
    messages: tuple[Foreign, ...]
    taken: list[Message] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    same: list[tuple[int, str]] = field(default_factory=list)
    intakes: dict[UUID, Intake] = field(default_factory=dict)
    repeated: int = 0

    def fresh(self) -> Iterable[Foreign]:
        """Those whose number of the other channel is new; of one number in the list the first."""
        numbers = {writing.line(each.number)[:80] for each in self.messages}
        known = set(Message.objects.filter(source=self.source, foreign_number__in=numbers).values_list("foreign_number", flat=True))
        for each in self.messages:
            number = writing.line(each.number)[:80]
            if number in known:
                self.repeated += 1
                continue
            known.add(number)
            yield each

    def opened(self, each: Foreign) -> Progress | None:
        """The message about to be written, with its answer; None where it cannot be taken, or says nearly what another one says."""
        origin = Origin(Channel.IMPORT, self.source, each.number, each.sent_at)
        try:
            intake = Intake.of(each.message, origin, AuthorKind.ELSEWHERE, release=self.release, by=self.by, at=self.at)
            answer = self._answer(each)
        except (BoardRefused, ResponsibilitiesRefused) as refusal:
            self.rejected.append((each.line, why(refusal)))
            return None
        row = intake.row
        said = {"title": intake.written.title, "address": intake.written.address}
        twin = nearly_the_same(intake.written.text, likeness=row.likeness, **said, around=row.received_at, within=WEEK)
        if twin:
            self.repeated += 1
            self.same.append((each.line, twin))
            return None
        progress = intake.open(Caller(name=each.name, phone=each.message.phone), at=row.received_at if answer else None)
        intake.show(verified=True, screened=bool(answer))
        if answer:
            Answered(progress, each, answer, until=self.at).write()
        self.taken.append(row)
        self.intakes[row.pk] = intake
        return progress

    def _answer(self, each: Foreign) -> str:
        """What was answered there. Raises WordsTooLong, WordsMissing; UnknownUnit, AnsweredBeforeSent for what cannot have been so."""
        if not each.answer:
            return ""
        if each.answered_by and each.answered_by not in units(self.release):
            raise UnknownUnit(each.answered_by)
        if each.answered_at is not None and not (each.sent_at or self.at) <= each.answered_at <= self.at:
            raise AnsweredBeforeSent(each.answered_at.isoformat())
        return writing.said("answer", each.answer, MOST_REPLY)


@dataclass
class Answered:
    """A message that came with its answer: handled by whoever gave it, answered when it was, and closed where the time to rate is over."""

    progress: Progress
    told: Foreign
    text: str
    until: datetime

    def write(self) -> None:
        progress, message = self.progress, self.progress.message
        unit = self.told.answered_by or self._unit()
        progress.accept()
        order = progress.assign(unit, layer=Layer.DESK)
        progress.take(order)
        progress.at = self.told.answered_at or message.received_at
        reply = Reply(
            message=message,
            order=order,
            unit=unit,
            state=ReplyState.PUBLISHED.value,
            text=masked(self.text),
            end=End.ANSWERED.value,
            drafted_by=NOBODY,
            drafted_at=progress.at,
            approved_by=NOBODY,
            published_at=progress.at,
        )
        progress.add(reply)
        progress.answer(reply)
        if message.rating_until is not None and message.rating_until <= self.until:
            progress.at = message.rating_until
            progress.close(End.ANSWERED)
        message.changed_at = progress.at

    def _unit(self) -> str:
        """Whoever would have been asked; else the city's own line, where nobody is named."""
        decision = self.progress.decision
        known = decision.unit if decision is not None else ""
        return known or self.progress.release.duty_desk.partition("/")[0]
