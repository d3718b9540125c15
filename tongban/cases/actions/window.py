"""The verbs before acceptance: check, ask for correction once, accept, decline."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.papers import Papers
from tongban.cases.actions.progress import Progress
from tongban.cases.models import Case, Correction
from tongban.cases.models.correction import written_items
from tongban.cases.queries.almanac import almanac
from tongban.cases.rules.application import plain
from tongban.cases.rules.correction import merged, plainly, require_known, require_told_before
from tongban.cases.rules.route import acceptance
from tongban.cases.terms import Act, CorrectionItem, DeclineReason, End, Opinion, Turn, WordsMissing
from tongban.kernel import facts, ledger
from tongban.kernel.limits import Limit, Unit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

CITY_RULE = "correction_days of the release: the law sets no time for the applicant"


@transaction.atomic(savepoint=False)
def check(*, step_id: UUID, opinion: Opinion, items: tuple[CorrectionItem, ...], by: Actor, at: datetime) -> Turn:
    """Say what one department misses before acceptance. When the last check is settled, all that was found goes into one notice.

    Refuses: UnknownCase, Denied, StepSettled, WrongState, WordsMissing, UnknownTarget, NewPoint.
    """
    case = Case.objects.select_for_update(of=("self",)).of_step(step_id)
    progress = Progress.of(case, by=by, at=at)
    step = progress.step(step_id)
    edge = access.require(by, Act.CHECK, case, step)
    if (opinion is Opinion.DISAGREE) is not bool(items):
        raise WordsMissing("items")
    items = plainly(items)
    _require_tellable(progress, items)
    progress.settle(step, opinion=opinion.value, findings=written_items(items))
    progress.note(Act.CHECK, step, opinion=opinion.value, points=len(items))
    turn = progress.next()
    found = progress.found()
    if found and acceptance(progress.release.route).key in turn.open:
        _send_notice(progress, found)
    else:
        progress.advance(turn)
    progress.write(
        ledger.entry("cases.check", by=by, at=at, subject=case, basis=edge.basis, codes={"step": step.key, "opinion": opinion.value}),
        facts.entry(events.CaseChecked(case_id=case.pk, step_id=step.pk, opinion=opinion.value, at=at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def ask_correction(*, case_id: UUID, items: tuple[CorrectionItem, ...], by: Actor, at: datetime) -> Turn:
    """Tell the applicant everything that is missing, once: the window's points and what the checks have found so far, in one notice.

    Refuses: UnknownCase, Denied, WrongState, WordsMissing, UnknownTarget, NewPoint.
    """
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    edge = access.require(by, Act.ASK_CORRECTION, case)
    progress = Progress.of(case, by=by, at=at)
    points = merged((progress.found(), plainly(items)))
    if not points:
        raise WordsMissing("items")
    _require_tellable(progress, points)
    _send_notice(progress, points)
    progress.write(
        ledger.entry("cases.ask_correction", by=by, at=at, subject=case, basis=edge.basis, codes={"points": str(len(points))}),
        facts.entry(events.CorrectionAsked(case_id=case.pk, round=case.round, points=len(points), at=at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def accept(*, step_id: UUID, by: Actor, at: datetime) -> Turn:
    """Take the case on: a numbered notice goes out, the statutory and the promised clock start.

    Refuses: UnknownCase, Denied, StepSettled, WrongState.
    """
    case = Case.objects.select_for_update(of=("self",)).of_step(step_id)
    progress = Progress.of(case, by=by, at=at)
    step = progress.step(step_id)
    edge = access.require(by, Act.ACCEPT, case, step)
    progress.settle(step)
    progress.take_on(as_of=progress.at, deemed=False)
    paper = Papers(case, progress.release, progress.at).acceptance()
    progress.note(Act.ACCEPT, step, paper=paper.number)
    progress.add(paper)
    progress.write(
        ledger.entry("cases.accept", by=by, at=at, subject=case, basis=edge.basis),
        facts.entry(events.CaseAccepted(case_id=case.pk, deemed=False, at=at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def decline(*, step_id: UUID, reason: DeclineReason, note: str, competent_organ: str, by: Actor, at: datetime) -> Turn:
    """Decline: the matter needs no such procedure, or another organ is competent, which is named. Missing papers are never a reason.

    Refuses: UnknownCase, Denied, StepSettled, WrongState, WordsMissing.
    """
    case = Case.objects.select_for_update(of=("self",)).of_step(step_id)
    progress = Progress.of(case, by=by, at=at)
    step = progress.step(step_id)
    edge = access.require(by, Act.DECLINE, case, step)
    note, competent_organ = plain(note), plain(competent_organ)
    if reason is DeclineReason.NOT_COMPETENT and not competent_organ:
        raise WordsMissing("competent_organ")
    progress.settle(step, reason=note)
    progress.conclude(End.DECLINED)
    paper = Papers(case, progress.release, progress.at).decline(reason, note, competent_organ)
    progress.note(Act.DECLINE, step, declined=reason.value, reason=note, competent_organ=competent_organ, paper=paper.number)
    progress.add(paper)
    progress.write(
        ledger.entry("cases.decline", by=by, at=at, subject=case, basis=edge.basis, codes={"reason": reason.value}),
        facts.entry(events.CaseDeclined(case_id=case.pk, reason=reason.value, at=at)),
    )
    return progress.turn()


def _require_tellable(progress: Progress, items: tuple[CorrectionItem, ...]) -> None:
    """Points name what the release has; after a first notice they may only repeat it."""
    require_known(items, materials=progress.release.materials, schema=progress.release.form.schema)
    if progress.case.round > 1 and items:
        last = Correction.objects.get(case=progress.case, round=progress.case.round - 1)
        require_told_before(items, last.targets())


def _send_notice(progress: Progress, points: tuple[CorrectionItem, ...]) -> None:
    """One notice with everything; the case waits for the applicant."""
    case, release = progress.case, progress.release
    due = progress.wait_for_correction(_time_to_correct(release.correction_days))
    assert due.at is not None
    due_on = almanac().day(due.at)
    paper = Papers(case, release, progress.at).correction(points, due_on, provisional=due.provisional)
    items = written_items(points)
    progress.add(paper, Correction(case=case, round=case.round, number=paper.number, items=items, asked_at=progress.at, due_on=due_on))
    progress.note(Act.ASK_CORRECTION, paper=paper.number, points=len(points))


def _time_to_correct(days: int) -> Limit:
    return Limit(Unit.CALENDAR_DAYS, Decimal(days), CITY_RULE)
