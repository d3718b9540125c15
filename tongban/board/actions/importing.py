"""Messages of other channels (12345, 领导留言板, the mayor's mailbox): taken in once, with their times and answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from tongban.board import access, events, terms
from tongban.board.actions.intake import Intake
from tongban.board.actions.progress import Progress
from tongban.board.models import Message, Reply
from tongban.board.queries.masks import masked
from tongban.board.queries.similar import nearly_the_same
from tongban.board.rules import writing
from tongban.board.rules.foreign import why
from tongban.board.rules.saying import MOST_REPLY
from tongban.kernel import facts, ledger, rows
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Layer, ResponsibilitiesRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tongban.board.models import Order
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

IMPORT_LOCK = 7_340_023  # advisory lock: one import at a time, so that nothing is taken in twice
NOBODY = UUID(int=0)  # who drafted and approved an answer that was given elsewhere
WEEK, CLOCKS_DIFFER = timedelta(days=7), timedelta(minutes=5)


@transaction.atomic(savepoint=False)
def import_messages(*, source: str, messages: Iterable[terms.Foreign], by: Actor, at: datetime) -> terms.Imported:
    """Take in messages of another channel of the city. What was taken in before, by its number there or nearly the same text, is repeated.

    An answer that a later list brings is taken in, where the city itself has not answered meanwhile and no reply waits for approval.
    The citizen's clock runs from when it was sent there. A line that cannot be taken in is reported and keeps nobody else out.
    Refuses: Denied, NoBoard, UnknownSource.
    """
    release = board()
    access.require_importer(by, release)
    if source not in release.sources:
        raise terms.UnknownSource(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    batch = Batch(source, release, by, at, tuple(messages))
    for each in batch.fresh():
        progress = batch.tried(each, batch.opened)
        if progress is None:
            continue
        intake = batch.intakes[progress.message.pk]
        decision = progress.decision if each.answer else progress.dispatch()
        assert decision is not None
        progress.write(
            ledger.entry(
                "board.post", by=by, at=at, subject=progress.message, codes={"channel": terms.Channel.IMPORT.value, "source": source}
            ),
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
    return terms.Imported(**counts, rejected=tuple(batch.rejected), same=tuple(batch.same), answered=batch.answered)


@dataclass
class Batch:
    """The messages of one import, and what becomes of each."""

    source: str
    release: BoardRelease
    by: Actor
    at: datetime
    messages: tuple[terms.Foreign, ...]
    taken: list[Message] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    same: list[tuple[int, str]] = field(default_factory=list)
    intakes: dict[UUID, Intake] = field(default_factory=dict)
    repeated: int = 0
    answered: int = 0

    def fresh(self) -> Iterable[terms.Foreign]:
        """Those whose number of the other channel is new; of one number in the list the first. Others bring an answer, or repeat."""
        numbers = {writing.line(each.number)[:80] for each in self.messages}
        known = set(Message.objects.filter(source=self.source, foreign_number__in=numbers).values_list("foreign_number", flat=True))
        for each in self.messages:
            number = writing.line(each.number)[:80]
            if number in known:
                self.tried(each, self.answered_later)
                continue
            known.add(number)
            yield each

    def tried(self, each: terms.Foreign, act: Callable[[terms.Foreign], Progress | None]) -> Progress | None:
        """What comes of a line; None, and told, where it is refused."""
        try:
            return act(each)
        except (terms.BoardRefused, ResponsibilitiesRefused) as refusal:
            self.rejected.append((each.line, why(refusal)))
            return None

    def answered_later(self, each: terms.Foreign) -> None:
        """The answer to what was taken in before. Raises AlreadyAnswered, WrongState, ReportedOn, and as `_answer` does."""
        row = Message.objects.defer("terms").get(source=self.source, foreign_number=writing.line(each.number)[:80])
        same = Q(text=masked(writing.legible(each.answer))) | Q(published_at=each.answered_at)
        if not each.answer or row.replies.filter(same, drafted_by=NOBODY, published_at__isnull=False).exists():
            self.repeated += 1
            return
        answer = self._answer(each, row.received_at)
        progress = Progress.locked(row.pk, by=self.by, at=self.at)
        message = progress.message
        if message.first_answered_at is not None:
            raise terms.AlreadyAnswered(message.number)
        if message.state == terms.MessageState.CLOSED:
            raise terms.WrongState(f"{message.number} has ended here: {message.end}")
        if message.replies.filter(state=terms.ReplyState.SUBMITTED).exists():
            raise terms.WrongState(f"an answer to {message.number} waits here for approval")
        told = Answered(progress, each, answer, until=self.at).write()
        progress.write(
            ledger.entry(
                "board.import_answer", by=self.by, at=self.at, subject=message, codes={"unit": told["unit"], "source": self.source}
            ),
            facts.entry(events.MessageAnswered(message_id=message.pk, first=True, on_time=bool(message.on_time), at=self.at, **told)),
        )
        self.answered += 1

    def opened(self, each: terms.Foreign) -> Progress | None:
        """The message about to be written, with its answer; None where it says nearly what another one says."""
        if each.sent_at is not None and each.sent_at > self.at + CLOCKS_DIFFER:
            raise terms.SentInTheFuture(each.sent_at.isoformat())
        origin = terms.Origin(terms.Channel.IMPORT, self.source, each.number, each.sent_at)
        intake = Intake.of(each.message, origin, terms.AuthorKind.ELSEWHERE, release=self.release, by=self.by, at=self.at)
        row = intake.row
        answer = self._answer(each, row.received_at)
        said = {"title": intake.written.title, "address": intake.written.address}
        twin = nearly_the_same(intake.written.text, likeness=row.likeness, **said, around=row.received_at, within=WEEK)
        if twin:
            self.repeated += 1
            self.same.append((each.line, twin))
            return None
        progress = intake.open(terms.Caller(name=each.name, phone=each.message.phone), at=row.received_at if answer else None)
        row.emergency = row.emergency and not answer and row.due_at > self.at  # nobody is rung out of bed for what was years ago
        intake.show(verified=True, screened=bool(answer))
        if answer:
            Answered(progress, each, answer, until=self.at).write()
        self.taken.append(row)
        self.intakes[row.pk] = intake
        return progress

    def _answer(self, each: terms.Foreign, sent_at: datetime) -> str:
        """What was answered there. Raises WordsTooLong, WordsMissing; UnknownUnit, AnsweredBeforeSent for what cannot have been so."""
        if not each.answer:
            return ""
        if each.answered_by and each.answered_by not in units(self.release):
            raise terms.UnknownUnit(each.answered_by)
        if each.answered_at is not None and not sent_at <= each.answered_at <= self.at + CLOCKS_DIFFER:
            raise terms.AnsweredBeforeSent(each.answered_at.isoformat())
        return writing.said("answer", each.answer, MOST_REPLY)


@dataclass
class Answered:
    """A message whose answer is brought: handled by whoever gave it, answered when it was, and closed where the time to rate is over.

    When it was accepted, and taken by the unit, nobody has told.
    """

    progress: Progress
    told: terms.Foreign
    text: str
    until: datetime

    def write(self) -> dict[str, Any]:
        """Which answer of whom it is."""
        progress, message, now = self.progress, self.progress.message, self.progress.at
        given = min(self.told.answered_at or now, self.until)
        moment = max(given, message.changed_at)  # no step stands before what was last done here
        progress.at = now if progress.fresh else moment
        order = self._order()
        progress.at = moment
        reply = Reply(message=message, order=order, unit=order.unit, state=terms.ReplyState.PUBLISHED.value, end=terms.End.ANSWERED.value)
        reply.text, reply.drafted_by, reply.approved_by = masked(self.text), NOBODY, NOBODY
        reply.drafted_at = reply.published_at = given
        progress.add(reply)
        progress.answer(reply)
        if message.rating_until is not None and message.rating_until <= self.until:
            progress.at = max(message.rating_until, moment)
            progress.close(terms.End.ANSWERED)
        message.changed_at, progress.at = progress.at, now
        return {"order_id": order.pk, "unit": order.unit, "reply_id": reply.pk, "end": reply.end}

    def _order(self) -> Order:
        """Of whoever answered; others who had it are relieved."""
        progress, unit = self.progress, self.told.answered_by or self.progress.message.unit or self._unit()
        held = next((each for each in progress.open if each.unit == unit and each.role == terms.Role.LEAD), None)
        order = held or progress.assign(unit, layer=Layer.DESK)
        order.state = terms.OrderState.TAKEN.value
        progress.touch(order)
        progress.judge(order, right=True)
        progress.relieve(order)
        return order

    def _unit(self) -> str:
        """Whoever would have been asked; else the city's own line, where nobody is named."""
        decision = self.progress.decision
        known = decision.unit if decision is not None else ""
        return known or self.progress.release.duty_desk.partition("/")[0]
