"""What one act changes on a case whose row is locked: gathered here, then written in one statement.

Not here: who may act (`access`), what follows (`rules`), the entry in the ledger and the fact, which each verb leaves itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procrastinate.contrib.django import app as queue

from tongban.cases import rules
from tongban.cases.models import Case, ClockEntry, HistoryEntry, Paper, Step
from tongban.cases.models.correction import read_items
from tongban.cases.queries.almanac import almanac
from tongban.cases.rules.correction import merged
from tongban.cases.rules.remedies import ACCEPTANCE
from tongban.cases.rules.route import acceptance, before, place, repeated
from tongban.cases.terms import Act, CaseState, Clock, CorrectionItem, End, PaperKind, StepState, Turn
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Does, Release, ServiceType, StepSpec
from tongban.identity.terms import ActorKind
from tongban.kernel import rows
from tongban.kernel.limits import Deadline, Limit, Tick, until

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from tongban.identity.terms import Actor

MAKE_PAPER = "cases.make_paper"  # the task of `jobs`, named here because jobs stand above actions
PAPER_QUEUE = "documents"
CLOSED = ("state", "settled_at")
SETTLED = (*CLOSED, "settled_by", "opinion", "reason", "findings")
RUNNING = {
    CaseState.RECEIVED: (Clock.ACCEPTANCE,),
    CaseState.CORRECTING: (Clock.CORRECTION,),
    CaseState.HANDLING: (Clock.STATUTORY, Clock.PROMISED),
    CaseState.ENDED: (),
}


class Conditions(dict[str, bool]):
    """What each `when` of the route gives on this case: known ones as stored, others evaluated the first time they are asked for."""

    def __init__(self, case: Case, release: Release) -> None:
        super().__init__(case.conditions)
        self._case, self._release = case, release

    def __missing__(self, key: str) -> bool:
        when = self._release.step(key).when
        holder = self._case.holder_facts() if "holder" in when else {}
        self[key] = bool(catalog_queries.evaluate(when, form=self._case.form, situation=self._case.situation, holder=holder))
        return self[key]


@dataclass
class Progress:
    """One act in progress. `steps` were read after the lock."""

    case: Case
    release: Release
    by: Actor
    at: datetime
    steps: list[Step]
    new: list[models.Model] = field(default_factory=list)
    changed: list[rows.Part] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, case: Case, *, by: Actor, at: datetime) -> Progress:
        """Of a case that exists. One statement: its steps.

        Whoever waited for the lock brings a time from before the wait; no act counts from before the one it followed.
        """
        release = catalog_queries.release(case.release_id)
        places = place(release.route)
        steps = sorted(case.steps.all(), key=lambda step: (step.opened_at, places[step.key]))
        last = max((each.settled_at or each.opened_at for each in steps), default=case.received_at)
        return cls(case=case, release=release, by=by, at=max(at, last), steps=steps)

    def step(self, step_id: UUID) -> Step:
        return next(step for step in self.steps if step.pk == step_id)

    def change(self, **columns: Any) -> None:
        """Set columns of the case, to be written at the end."""
        for name, value in columns.items():
            setattr(self.case, name, value)
        self.columns |= set(columns)

    def add(self, *new: models.Model) -> None:
        self.new += new

    def note(self, act: Act, step: Step | None = None, **detail: Any) -> None:
        """A line of the history."""
        self.add(
            HistoryEntry(
                case=self.case,
                at=self.at,
                act=act.value,
                round=self.case.round,
                actor_kind=self.by.kind.value,
                actor_id=self.by.id,
                department=step.department if step is not None else self._for(),
                step_key=step.key if step is not None else "",
                detail=detail,
            )
        )

    def _for(self) -> str:
        """In whose name staff act where no step is theirs: a notice goes out from the department that answers for the case."""
        return self.release.department if self.by.kind is ActorKind.STAFF else ""

    def tick(
        self, clock: Clock, tick: Tick, *, since: datetime | None = None, limit: Limit | None = None, step: Step | None = None
    ) -> None:
        """An entry of the clock ledger."""
        self.add(
            ClockEntry(
                case=self.case,
                step=step,
                round=self.case.round,
                clock=clock.value,
                tick=tick.value,
                at=since or self.at,
                recorded_at=self.at,
                unit=limit.unit.value if limit else "",
                amount=limit.amount if limit else None,
                basis=limit.basis if limit else "",
            )
        )

    def start(self, clock: Clock, limit: Limit | None, *, since: datetime | None = None, step: Step | None = None) -> Deadline:
        """Start a clock if there is a limit; returns when it ends."""
        if limit is not None:
            self.tick(clock, Tick.START, since=since, limit=limit, step=step)
        return until(limit, since or self.at, almanac())

    def stop_clocks(self) -> None:
        """Stop the clocks of the case that run in its present state."""
        for clock in RUNNING[CaseState(self.case.state)]:
            if clock is not Clock.STATUTORY or self.release.limits.statutory is not None:
                self.tick(clock, Tick.STOP)

    def settle(self, step: Step, *, opinion: str = "", reason: str = "", findings: list[dict[str, str]] | None = None) -> None:
        """The step is done."""
        step.opinion, step.reason, step.findings = opinion, reason, findings or []
        step.settled_by = self.by.id
        self._close(step, StepState.DONE)
        self.changed.append(rows.update(step, SETTLED))

    def cancel_open(self) -> None:
        """Nothing stays open behind a case that ends or goes back."""
        for step in self.steps:
            if step.state == StepState.OPEN:
                self._close(step, StepState.CANCELLED)
                self.changed.append(rows.update(step, CLOSED))

    def _close(self, step: Step, state: StepState) -> None:
        step.state, step.settled_at = state, self.at
        if self.release.step(step.key).limit is not None:
            self.tick(Clock.STEP, Tick.STOP, step=step)

    def next(self) -> rules.Advance:
        """What follows now by the route. Conditions that were asked for the first time are kept on the case."""
        conditions = Conditions(self.case, self.release)
        turn = rules.advance(self.release.route, self.standing(), conditions)
        if conditions != self.case.conditions:
            self.change(conditions=dict(conditions))
        return turn

    def standing(self) -> dict[str, StepState]:
        """Where each step stands; what comes before acceptance counts in its own round only."""
        again = repeated(self.release.route)
        return {step.key: StepState(step.state) for step in self.steps if step.key not in again or step.round == self.case.round}

    def advance(self, turn: rules.Advance | None = None) -> None:
        """Open and skip what follows."""
        turn = turn or self.next()
        for key in turn.open:
            self._open(self.release.step(key))
        for key in turn.skip:
            self.place(self.release.step(key), StepState.SKIPPED)

    def _open(self, spec: StepSpec) -> None:
        step = self.place(spec, StepState.OPEN)
        due = self.start(Clock.STEP, spec.limit, step=step)
        step.due_at, step.amber_at, step.provisional = due.at, due.amber_at, due.provisional

    def place(self, spec: StepSpec, state: StepState) -> Step:
        """A new step of the route in this round."""
        step = Step(
            case=self.case,
            key=spec.key,
            round=self.case.round,
            desk=spec.desk,
            department=spec.department,
            does=spec.does.value,
            state=state.value,
            opened_at=self.at,
            settled_at=None if state is StepState.OPEN else self.at,
        )
        self.add(step)
        self.steps.append(step)
        return step

    def receive(self) -> None:
        """Received, in a new case or a new round: five working days to accept; a permit is accepted by silence (art. 32(1)(4))."""
        due = self.start(Clock.ACCEPTANCE, ACCEPTANCE)
        speaks = self.release.type is ServiceType.PERMIT
        self.change(state=CaseState.RECEIVED.value, sweep_at=due.at if speaks else None, **_shown(due))
        self.advance()

    def take_on(self, *, as_of: datetime, deemed: bool) -> None:
        """Accepted: the statutory and the promised clock run from that moment."""
        self.stop_clocks()
        limits = self.release.limits
        statutory = self.start(Clock.STATUTORY, limits.statutory, since=as_of)
        promised = self.start(Clock.PROMISED, limits.promised, since=as_of)
        self.change(
            state=CaseState.HANDLING.value,
            accepted_at=as_of,
            deemed_accepted=deemed,
            sweep_at=None,
            promised_due_at=promised.at,
            promised_provisional=promised.provisional,
            statutory_due_at=statutory.at,
            statutory_provisional=statutory.provisional,
            **_shown(promised),
        )
        self.advance()

    def wait_for_correction(self, limit: Limit) -> Deadline:
        """Everything stops until the applicant has corrected, or the time for it is over."""
        self.cancel_open()
        self.stop_clocks()
        due = self.start(Clock.CORRECTION, limit)
        self.change(state=CaseState.CORRECTING.value, sweep_at=due.at, **_shown(due))
        return due

    def found(self) -> tuple[CorrectionItem, ...]:
        """What the checks of this round have found, merged."""
        return merged(read_items(step.findings) for step in self.steps if step.round == self.case.round)

    def pass_over_checks(self) -> None:
        """Accepted by silence: what should have come before is cancelled, and the step that accepts counts as done."""
        spec = acceptance(self.release.route)
        standing = self.standing()
        for step in self.steps:
            if step.state == StepState.OPEN and step.does == Does.ACCEPT:
                self.settle(step)
        self.cancel_open()
        for key in sorted(before(self.release.route, spec.key) - set(standing)):
            self.place(self.release.step(key), StepState.CANCELLED)
        if spec.key not in standing:
            self.place(spec, StepState.DONE)

    def conclude(self, end: End) -> None:
        """The case ends: nothing stays open, no clock runs on."""
        self.cancel_open()
        self.stop_clocks()
        self.change(state=CaseState.ENDED.value, end=end.value, ended_at=self.at, sweep_at=None)

    def write(self, *more: rows.Part) -> None:
        """Write what was gathered, with the entry in the ledger and the fact, and order the documents of the papers."""
        if self.columns:
            self.changed.append(rows.update(self.case, self.columns))
        rows.write(*self.changed, *rows.insert(*self.new), *more)
        for row in self.new:
            if isinstance(row, Paper) and row.kind != PaperKind.RECEIPT:
                queue.configure_task(MAKE_PAPER, queue=PAPER_QUEUE).defer(paper_id=str(row.pk))

    def turn(self) -> Turn:
        """Where the case stands now, from memory."""
        return Turn(
            case_id=self.case.pk,
            number=self.case.number,
            state=CaseState(self.case.state),
            end=End(self.case.end) if self.case.end else None,
            opened=tuple((step.pk, step.key, step.desk) for step in self.steps if step.state == StepState.OPEN),
        )


def _shown(due: Deadline) -> dict[str, Any]:
    return {"due_at": due.at, "amber_at": due.amber_at, "provisional": due.provisional}
