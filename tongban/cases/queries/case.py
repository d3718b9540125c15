"""One case as its viewer may see it: the applicant without opinions before the decision, a reviewer without those given beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tongban.cases import access
from tongban.cases.models import Case, ClockEntry, HistoryEntry, Step
from tongban.cases.models.correction import read_items
from tongban.cases.queries.almanac import almanac
from tongban.cases.queries.handed import alert_views, material_views
from tongban.cases.queries.picture import picture
from tongban.cases.queries.signing import signatures_of
from tongban.cases.rules.correction import changed
from tongban.cases.rules.route import acceptance, hidden_opinions, place
from tongban.cases.terms import (
    Act,
    CaseState,
    CaseView,
    Clock,
    CorrectionView,
    End,
    HistoryLine,
    Opinion,
    PaperKind,
    PaperView,
    RemedyView,
    StepState,
    StepView,
    UnknownCase,
)
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Does, Release, StepSpec
from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, ActorKind, HolderKind
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import ClockReading, light, reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.models import Paper
    from tongban.kernel.access_log import Reading

DECIDED = {End.GRANTED.value, End.REFUSED.value}
HANDED_OVER = "licences.handed_over"  # by the applicant, which is no look at the case
OPINION_WORDS = ("opinion", "reason", "points")


def case(case_id: UUID, *, by: Actor, at: datetime, purpose: str) -> CaseView:
    """A case, as much of it as this actor may see; one row in the access log. Refuses: UnknownCase."""
    row = Case.objects.filter(access.visible_to(by), pk=case_id).first()
    if row is None:
        raise UnknownCase(str(case_id))
    access_log.note("cases.case", by=by, at=at, purpose=purpose, holders=[row.applicant_id], subject=row.number)
    return Viewing.of(row, by=by, at=at).view()


def acts_open_to(view: CaseView, by: Actor) -> frozenset[Act]:
    """What this actor could do on this case now."""
    row = Case(applicant_id=view.applicant_id, state=view.state.value, window=acceptance(view.release.route).desk)
    steps = [Step(key=step.key, desk=step.desk, does=step.does.value, state=step.state) for step in view.steps if step.state]
    return access.acts_open_to(by, row, steps)


def reads_of_case(case_id: UUID, *, by: Actor, at: datetime) -> tuple[Reading, ...]:
    """Who looked at this case, for what, the newest first; its reading is not logged again. Refuses: UnknownCase."""
    row = Case.objects.filter(access.visible_to(by), pk=case_id).only("number").first()
    if row is None:
        raise UnknownCase(str(case_id))
    return tuple(each for each in access_log.reads_of_subject(row.number) if each.question != HANDED_OVER)


@dataclass
class Viewing:
    """A case with its rows, about to be shown to somebody."""

    case: Case
    release: Release
    by: Actor
    at: datetime
    steps: list[Step]
    names: Mapping[UUID, str] = field(default_factory=dict)  # of staff, for staff
    hidden: frozenset[str] = frozenset()  # steps whose opinions this viewer must not see

    @classmethod
    def of(cls, row: Case, *, by: Actor, at: datetime) -> Viewing:
        release = catalog_queries.release(row.release_id)
        places = place(release.route)
        steps = sorted(row.steps.all(), key=lambda step: (step.opened_at, places[step.key]))
        viewing = cls(case=row, release=release, by=by, at=at, steps=steps)
        viewing.hidden = viewing._hidden()
        return viewing

    @property
    def for_staff(self) -> bool:
        return self.by.kind in (ActorKind.STAFF, ActorKind.SYSTEM)

    def _hidden(self) -> frozenset[str]:
        route = self.release.route
        if not self.for_staff:
            shown = self.release.show_opinions or self.case.end in DECIDED
            return frozenset() if shown else frozenset(spec.key for spec in route)
        reviews = [
            step.key for step in self.steps if step.state == StepState.OPEN and step.does == Does.REVIEW and step.desk in self.by.desks
        ]
        return hidden_opinions(route, reviews)

    def view(self) -> CaseView:
        row, clocks = self.case, self._clocks()
        history = list(row.history.order_by("id"))
        self.names = self._names(history) if self.for_staff else {}
        papers = list(row.papers.order_by("issued_at", "number"))
        materials = material_views(row, self.release)
        return CaseView(
            id=row.pk,
            number=row.number,
            release=self.release,
            state=CaseState(row.state),
            end=End(row.end) if row.end else None,
            applicant_kind=HolderKind(row.applicant_kind),
            applicant_id=row.applicant_id,
            applicant_name=row.applicant_name,
            agent_name=row.agent_name,
            round=row.round,
            situation=row.situation,
            form=row.form,
            provenance=row.provenance,
            received_at=row.received_at,
            accepted_at=row.accepted_at,
            deemed_accepted=row.deemed_accepted,
            ended_at=row.ended_at,
            promised=clocks.get(Clock.PROMISED),
            statutory=clocks.get(Clock.STATUTORY),
            acceptance=clocks.get(Clock.ACCEPTANCE),
            steps=self._steps(),
            materials=materials,
            history=tuple(self._line(each) for each in history),
            corrections=self._corrections(),
            papers=tuple(_paper(each) for each in papers),
            lanes=picture(row, self.release, self.steps, at=self.at),
            changes=self._changes(),
            licence_id=row.licence_id,
            signatures=signatures_of(row),
            decision_reasons=row.decision_reasons,
            remedies=_remedies(papers),
            alerts=alert_views(row, materials, self.release),
        )

    def _clocks(self) -> dict[Clock, ClockReading]:
        """What the clocks of the case say; of the acceptance clock that of the last round."""
        rows: dict[Clock, list[ClockEntry]] = {}
        for entry in self.case.clock_entries.filter(step__isnull=True).order_by("id"):
            known = rows.setdefault(Clock(entry.clock), [])
            if known and known[-1].round != entry.round and entry.clock == Clock.ACCEPTANCE:
                known.clear()
            known.append(entry)
        rows.pop(Clock.CORRECTION, None)
        return {clock: reading(clock, [each.as_entry() for each in entries], almanac(), self.at) for clock, entries in rows.items()}

    def _names(self, history: list[HistoryEntry]) -> dict[UUID, str]:
        logins = {step.settled_by for step in self.steps} | {each.actor_id for each in history if each.actor_kind == ActorKind.STAFF}
        return identity_queries.names_of([login for login in logins if login is not None])

    def _steps(self) -> tuple[StepView, ...]:
        """Existing steps in the order in which they opened, then what is still to come, in the order of the route."""
        existing = {step.key for step in self.steps}
        waiting = [spec for spec in self.release.route if spec.key not in existing] if self.case.end is None else []
        return tuple(self._step(step) for step in self.steps) + tuple(self._waiting(spec) for spec in waiting)

    def _step(self, step: Step) -> StepView:
        spec = self.release.step(step.key)
        may_see = step.key not in self.hidden
        return StepView(
            id=step.pk,
            key=step.key,
            round=step.round,
            name=spec.name,
            desk=step.desk,
            department=step.department,
            department_name=identity_queries.department_names()[step.department],
            does=Does(step.does),
            state=StepState(step.state),
            opened_at=step.opened_at,
            settled_at=step.settled_at,
            due_at=step.due_at,
            provisional=step.provisional,
            light=light(step.settled_at or self.at, amber_at=step.amber_at, due_at=step.due_at),
            opinion=Opinion(step.opinion) if step.opinion and may_see else None,
            reason=step.reason if may_see else "",
            settled_by=self.names.get(step.settled_by, "") if step.settled_by else "",
            findings=read_items(step.findings) if self.for_staff and may_see else (),
        )

    def _waiting(self, spec: StepSpec) -> StepView:
        names = identity_queries.department_names()
        return StepView(
            id=None,
            key=spec.key,
            round=self.case.round,
            name=spec.name,
            desk=spec.desk,
            department=spec.department,
            department_name=names[spec.department],
            does=spec.does,
            state=None,
        )

    def _line(self, each: HistoryEntry) -> HistoryLine:
        spec = self.release.step(each.step_key) if each.step_key else None
        hidden = each.step_key in self.hidden and each.act in (Act.REVIEW, Act.CHECK)
        detail = {key: value for key, value in each.detail.items() if not (hidden and key in OPINION_WORDS)}
        names = identity_queries.department_names()
        return HistoryLine(
            at=each.at,
            act=Act(each.act),
            actor_name=self._actor_name(each),
            department_name=names[self._department(each)],
            step_name=spec.name if spec else Bilingual(""),
            detail=detail,
        )

    def _actor_name(self, each: HistoryEntry) -> str:
        """Staff are named to staff; to others a department acts, not a person."""
        if each.actor_kind == ActorKind.STAFF:
            name = self.names.get(each.actor_id, "") if each.actor_id else ""
            return name or identity_queries.department_names()[self._department(each)].zh
        return self.case.agent_name or self.case.applicant_name if each.actor_kind == ActorKind.PERSON else ""

    def _department(self, each: HistoryEntry) -> str:
        """Who acted without a step of its own, such as a notice for all checks, acted for the department of the service."""
        return each.department or ("" if each.actor_kind == ActorKind.PERSON else self.release.department)

    def _corrections(self) -> tuple[CorrectionView, ...]:
        return tuple(
            CorrectionView(each.round, each.number, each.points(), each.asked_at, each.due_on, each.answered_at)
            for each in self.case.corrections.order_by("round")
        )

    def _changes(self) -> dict[str, tuple[Any, Any]]:
        """What the last correction changed in the form."""
        if self.case.round == 1:
            return {}
        return changed(self.case.submissions.get(round=self.case.round - 1).form, self.case.form)


def _paper(row: Paper) -> PaperView:
    return PaperView(row.pk, PaperKind(row.kind), row.number, row.issued_at, bool(row.document_digest))


def _remedies(papers: list[Paper]) -> RemedyView | None:
    """From the paper that refuses or declines."""
    told = next((paper.data["remedies"] for paper in papers if paper.kind in (PaperKind.REFUSAL, PaperKind.DECLINE)), None)
    if told is None:
        return None
    return RemedyView(
        reconsideration=told["reconsideration"],
        reconsideration_until=date.fromisoformat(told["reconsideration_until"]),
        litigation=told["litigation"],
        litigation_until=date.fromisoformat(told["litigation_until"]),
        reconsideration_provisional=told["reconsideration_provisional"],
        litigation_provisional=told["litigation_provisional"],
    )
