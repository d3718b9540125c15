"""The verb between acceptance and decision: one department's typed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.progress import Progress
from tongban.cases.models import Case
from tongban.cases.rules.application import plain
from tongban.cases.terms import Act, Opinion, Turn, WordsMissing
from tongban.kernel import facts, ledger

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def review(*, step_id: UUID, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Turn:
    """Give one department's opinion. None of them blocks: the decider decides. Everything but a plain agreement says why.

    Refuses: UnknownCase, Denied, StepSettled, WrongState, WordsMissing.
    """
    case = Case.objects.select_for_update(of=("self",)).of_step(step_id)
    progress = Progress.of(case, by=by, at=at)
    step = progress.step(step_id)
    edge = access.require(by, Act.REVIEW, case, step)
    reason = plain(reason)
    if opinion is not Opinion.AGREE and not reason:
        raise WordsMissing("reasons")
    progress.settle(step, opinion=opinion.value, reason=reason)
    progress.advance()
    progress.note(Act.REVIEW, step, opinion=opinion.value, reason=reason)
    progress.write(
        ledger.entry("cases.review", by=by, at=at, subject=case, basis=edge.basis, codes={"step": step.key, "opinion": opinion.value}),
        facts.entry(events.ReviewGiven(case_id=case.pk, step_id=step.pk, department=step.department, opinion=opinion.value, at=at)),
    )
    return progress.turn()
