"""How a suggestion (建议) ends: adopted, partly or not, with the reason, in a public list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import events
from tongban.board.actions.progress import Progress
from tongban.board.actions.wording import Public
from tongban.board.terms import Act, Role, Suggested, TrackKind, WrongState
from tongban.kernel import facts, ledger
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def decide_suggestion(*, order_id: UUID, outcome: Suggested, reason: str, by: Actor, at: datetime) -> None:
    """Say whether a suggestion is adopted, and why; it is answered only then, and everybody reads it with the answer that is approved.

    Refuses: UnknownOrder, Denied, WrongState, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked_by_order(order_id, by=by, at=at)
    order = progress.order(order_id)
    progress.require(Act.DECIDE_SUGGESTION, order)
    if progress.message.kind != Kind.SUGGESTION or order.role != Role.LEAD:
        raise WrongState("a suggestion is decided by the unit that leads")
    words = Public.of(reason, "reason")
    progress.track(TrackKind.DECIDED, unit=order.unit, words=words, public=False, outcome=outcome.value)
    progress.write(
        ledger.entry("board.decide_suggestion", by=by, at=at, subject=progress.message, codes={"outcome": outcome.value}),
        facts.entry(events.SuggestionDecided(message_id=progress.message.pk, outcome=outcome.value, at=progress.at)),
    )
