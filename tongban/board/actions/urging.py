"""A body that supervises wants a message handled (催办): that it has urged is public; what it wants is for those who handle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.actions.progress import Progress
from tongban.board.models import Track
from tongban.board.rules.saying import said
from tongban.board.terms import Act, Standing, TrackKind, UrgedToday
from tongban.kernel import clock, facts, ledger

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def urge(*, message_id: UUID, words: str, by: Actor, at: datetime) -> Standing:
    """Urge whoever has a message now, in the name of a body of the joint desk: once a day each. No clock moves.

    Refuses: UnknownMessage, Denied, WrongState, UrgedToday, WordsMissing, WordsTooLong.
    """
    progress = Progress.locked(message_id, by=by, at=at)
    row, edge = progress.message, progress.require(Act.URGE)
    body = next(each for each in progress.release.joint if "supervise" in each.rights and access.at_desk(by, each.desk))
    before = Track.objects.filter(message=row, kind=TrackKind.URGED, codes__body=body.desk).order_by("at").last()
    if before is not None and clock.city_date(before.at) == clock.city_date(progress.at):
        raise UrgedToday(row.number)
    told = {"body": body.desk, "zh": body.name.zh, "en": body.name.en}  # as it is called now
    step = Track(message=row, at=progress.at, kind=TrackKind.URGED.value, unit=row.unit, codes=told, actor_id=by.id)
    progress.add(step.seal(said(words, "words")))
    progress.change(urged_at=progress.at)
    progress.write(
        ledger.entry("board.urge", by=by, at=at, subject=row, basis=edge.basis, codes={"unit": row.unit, "body": body.desk}),
        facts.entry(events.MessageUrged(message_id=message_id, body=body.desk, at=progress.at)),
    )
    return progress.standing()
