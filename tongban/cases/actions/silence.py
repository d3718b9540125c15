"""What the clock does when nobody acts: accepted by silence, returned uncorrected; and due dates that a new calendar moves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.papers import Papers
from tongban.cases.actions.progress import RUNNING, Progress
from tongban.cases.models import Case
from tongban.cases.queries.almanac import almanac
from tongban.cases.terms import Act, CaseState, Clock, End, StepState, Turn, WrongState
from tongban.kernel import facts, ledger, rows
from tongban.kernel.limits import Deadline, Entry, Tick, deadline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.models import ClockEntry
    from tongban.identity.terms import Actor

TABLE = "General Office of the State Council: notice on days off and make-up workdays"


@transaction.atomic(savepoint=False)
def deem_accepted(*, case_id: UUID, by: Actor, at: datetime) -> Turn:
    """Five working days without a word: accepted as of the day of receipt, and the clocks have run since then. Permits only.

    Refuses: UnknownCase, Denied, WrongState, also when the time is not over or silence says nothing for this service.
    """
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    edge = access.require(by, Act.DEEM_ACCEPTED, case)
    _require_over(case, at)
    progress = Progress.of(case, by=by, at=at)
    received = case.clock_entries.get(clock=Clock.ACCEPTANCE, tick=Tick.START, round=case.round)
    progress.pass_over_checks()
    progress.take_on(as_of=received.at, deemed=True)
    paper = Papers(case, progress.release, progress.at).acceptance()
    progress.note(Act.DEEM_ACCEPTED, paper=paper.number)
    progress.add(paper)
    progress.write(
        ledger.entry("cases.deem_accepted", by=by, at=at, subject=case, basis=edge.basis),
        facts.entry(events.CaseAccepted(case_id=case.pk, deemed=True, at=at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def return_uncorrected(*, case_id: UUID, by: Actor, at: datetime) -> Turn:
    """The applicant has not corrected in time: the case ends; they may apply again. Refuses: UnknownCase, Denied, WrongState."""
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    edge = access.require(by, Act.RETURN_UNCORRECTED, case)
    _require_over(case, at)
    progress = Progress.of(case, by=by, at=at)
    progress.conclude(End.RETURNED)
    progress.note(Act.RETURN_UNCORRECTED)
    progress.write(
        ledger.entry("cases.return_uncorrected", by=by, at=at, subject=case, basis=edge.basis),
        facts.entry(events.CaseReturned(case_id=case.pk, at=at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def rederive(*, case_id: UUID, by: Actor, at: datetime) -> bool:
    """Read the due dates of a running case anew from its clock entries and the present calendar; whether any has changed.

    Refuses: Denied, UnknownCase.
    """
    access.require_system(by)
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    progress = Progress.of(case, by=by, at=at)
    due = _deadlines(case)
    moved = _move_steps(progress, due) | _move_case(case, due)
    if not moved:
        return False
    case.save(update_fields=sorted(DERIVED))
    rows.write(
        ledger.entry("cases.rederive", by=by, at=at, subject=case, basis=TABLE),
        facts.entry(events.DueDatesMoved(case_id=case.pk, at=at)),
    )
    return True


DERIVED = {
    "due_at",
    "amber_at",
    "provisional",
    "sweep_at",
    "promised_due_at",
    "promised_provisional",
    "statutory_due_at",
    "statutory_provisional",
}
Dues = dict[tuple[Clock, "UUID | None"], Deadline]


def _require_over(case: Case, at: datetime) -> None:
    """Silence speaks only when its time is over, and only where the law or the release lets it."""
    if case.sweep_at is None or at <= case.sweep_at:
        raise WrongState("the time is not over, or silence says nothing here")


def _deadlines(case: Case) -> Dues:
    """What each clock that runs says now."""
    entries: dict[tuple[Clock, UUID | None], list[Entry]] = defaultdict(list)
    for row in case.clock_entries.order_by("id"):
        if _counts(case, row):
            entries[Clock(row.clock), row.step_id].append(row.as_entry())
    return {key: deadline(each, almanac()) for key, each in entries.items()}


def _counts(case: Case, row: ClockEntry) -> bool:
    return row.clock == Clock.STEP or (Clock(row.clock) in RUNNING[CaseState(case.state)] and row.round == case.round)


def _move_steps(progress: Progress, due: Dues) -> bool:
    moved = False
    for step in progress.steps:
        new = due.get((Clock.STEP, step.pk))
        if step.state == StepState.OPEN and new is not None and (step.due_at, step.provisional) != (new.at, new.provisional):
            step.due_at, step.amber_at, step.provisional = new.at, new.amber_at, new.provisional
            step.save(update_fields=["due_at", "amber_at", "provisional"])
            moved = True
    return moved


def _move_case(case: Case, due: Dues) -> bool:
    before = {name: getattr(case, name) for name in DERIVED}
    running = due.get((RUNNING[CaseState(case.state)][-1], None)) if case.state != CaseState.ENDED else None
    if running is not None:
        case.due_at, case.amber_at, case.provisional = running.at, running.amber_at, running.provisional
        case.sweep_at = case.sweep_at and running.at
    for clock, name in ((Clock.PROMISED, "promised"), (Clock.STATUTORY, "statutory")):
        new = due.get((clock, None))
        if new is not None:
            setattr(case, f"{name}_due_at", new.at)
            setattr(case, f"{name}_provisional", new.provisional)
    return before != {name: getattr(case, name) for name in DERIVED}
