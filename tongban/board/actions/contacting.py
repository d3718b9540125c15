"""Reaching whoever wrote: through a masked number, or by revealing who it is, with a reason; both stand on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.access.authors import account
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.terms import Act, Author, AuthorKind, Contacted, Denied, NoContact, TrackKind
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log, facts, idempotency, ledger
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.models import Message
    from tongban.identity.terms import Actor

SUBJECT = "board.message"
AUTHOR_FIELDS = ("name", "phone")


@transaction.atomic(savepoint=False)
def call_author(*, key: UUID, order_id: UUID, by: Actor, at: datetime, caller: str = "") -> UUID:
    """Ask the exchange for a masked number by which this unit reaches the author; the id of the call in `notices`. `caller` is the
    telephone that will be used, the login's own where it is left out.

    Refuses: UnknownOrder, Denied, WrongState, NoContact; what `notices.connect` refuses.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    progress.require(Act.CONTACT, order)
    _require_may_learn(progress)
    message = progress.message
    subject = {"subject_type": SUBJECT, "subject_id": message.pk}
    call_id = notices.connect(key=key, to=_recipient(message), **subject, by=by, at=at, caller=caller)
    claimed = idempotency.claim(verb="board.call_author", key=key, by=by, at=at, result=call_id, request=str(order_id).encode())
    if claimed is None:
        progress.write(
            access_log.entry(
                "board.call_author", by=by, at=at, purpose="board.contact", holders=_holders(message), subject=str(message.pk)
            ),
            ledger.entry("board.call_author", by=by, at=at, subject=message, codes={"unit": order.unit}),
            facts.entry(events.AuthorCalled(message_id=message.pk, order_id=order_id, unit=order.unit, at=progress.at)),
        )
    return call_id


@transaction.atomic(savepoint=False)
def call_to_ask(*, key: UUID, message_id: UUID, by: Actor, at: datetime) -> UUID:
    """Ask the exchange for a masked number by which the desk that calls back reaches the author; the id of the call in `notices`.

    Refuses: UnknownMessage, Denied, WrongState, NoContact.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    progress.require(Act.CALL_BACK)
    message = progress.message
    call_id = notices.connect(key=key, to=_recipient(message), subject_type=SUBJECT, subject_id=message.pk, by=by, at=at)
    claimed = idempotency.claim(verb="board.call_to_ask", key=key, by=by, at=at, result=call_id, request=str(message_id).encode())
    if claimed is None:
        progress.write(
            access_log.entry(
                "board.call_to_ask", by=by, at=at, purpose="board.call_back", holders=_holders(message), subject=str(message.pk)
            ),
            ledger.entry("board.call_to_ask", by=by, at=at, subject=message),
            facts.entry(events.AuthorRung(message_id=message.pk, at=progress.at)),
        )
    return call_id


@transaction.atomic(savepoint=False)
def contact_author(*, order_id: UUID, outcome: Contacted, by: Actor, at: datetime) -> None:
    """Say on the page of a message that its author was contacted, or could not be.

    Refuses: UnknownOrder, Denied, WrongState, NoContact.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    progress.require(Act.CONTACT, order)
    _recipient(progress.message)
    progress.track(TrackKind.CONTACTED, unit=order.unit, outcome=outcome.value)
    progress.write(
        ledger.entry("board.contact_author", by=by, at=at, subject=progress.message, codes={"unit": order.unit, "outcome": outcome.value}),
        facts.entry(events.AuthorContacted(**progress.about(order), outcome=outcome.value)),
    )


@transaction.atomic(savepoint=False)
def reveal_author(*, message_id: UUID, reason: str, by: Actor, at: datetime) -> Author:
    """Learn who wrote a message, with a reason that everybody reads: the duty desk, or a unit that has it now; of a report a unit only in
    danger to life. One row in the log of reads; where they gave no number, another for that of their account.

    Refuses: UnknownMessage, Denied, WrongState, NoContact, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    message = progress.message
    _require_may_learn(progress)
    order = next((each for each in progress.open if access.works_for(by, each.unit, progress.release)), None)
    progress.require(Act.REVEAL, order)
    whose = {"phone": _verified(message, by, at)} | {name: told for name, told in message.whose().items() if told}
    words = Public.of(reason, "reason", names=[str(whose.get("name", ""))])
    if not any(whose.values()):
        raise NoContact(message.number)
    unit = order.unit if order is not None else ""
    progress.track(TrackKind.REVEALED, unit=unit, words=words)
    progress.write(
        access_log.entry(
            "board.reveal_author",
            by=by,
            at=at,
            purpose="board.reveal",
            holders=_holders(message),
            subject=str(message.pk),
            fields=AUTHOR_FIELDS,
        ),
        ledger.entry("board.reveal_author", by=by, at=at, subject=message, codes={"unit": unit}),
        facts.entry(events.AuthorRevealed(message_id=message.pk, at=progress.at)),
    )
    return Author(name=str(whose.get("name", "")), phone=str(whose.get("phone", "")))


def _require_may_learn(progress: Progress) -> None:
    """Raises Denied."""
    if not access.may_learn_author(progress.by, progress.message, progress.orders, release=progress.release, units=progress.units):
        raise Denied(f"who wrote {progress.message.number}")


def _verified(message: Message, by: Actor, at: datetime) -> str:
    """The telephone of the account that wrote it; empty where the message has a number of its own."""
    if message.author_id is None or message.whose().get("phone"):
        return ""
    to = account(message.author_id)
    known = identity_queries.reach(login_id=to.login_id, person_id=to.person_id, by=by, at=at, purpose="board.reveal")
    return known.phone if known is not None else ""


def _recipient(message: Message) -> Recipient:
    """Raises NoContact."""
    phone = str(message.whose().get("phone", ""))
    if message.author_kind == AuthorKind.ACCOUNT and message.author_id is not None:
        return replace(account(message.author_id), phone=phone)
    if not phone:
        raise NoContact(message.number)
    return Recipient(phone=phone)


def _holders(message: Message) -> list[UUID]:
    return [message.author_id] if message.author_id is not None else []
