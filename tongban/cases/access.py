"""Who may see a case and do an act on it. What may follow in which state is in `rules.transitions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from tongban.cases.models import Case, Step
from tongban.cases.rules.transitions import Role, Transition, acts_in, roles, transition
from tongban.cases.terms import Act, AssuranceTooLow, CaseState, Denied, NotForThisApplicant, StepSettled, StepState, WrongState
from tongban.identity.terms import Actor, ActorKind
from tongban.responsibilities.queries import watches_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.cases.terms import Application
    from tongban.catalog.terms import Release


def visible_to(by: Actor) -> Q:
    """The cases an actor may see: own and those of organisations they act for; those of a desk from the moment a step comes to it.

    The window that accepts sees a case from its receipt, for it answers for the one notice. A step that was skipped never came.
    """
    match by.kind:
        case ActorKind.SYSTEM:
            return Q()
        case ActorKind.PERSON:
            return Q(applicant_id__in=applicants_of(by))
        case ActorKind.STAFF:
            came_here = Step.objects.filter(case=OuterRef("pk"), desk__in=by.desks).exclude(state=StepState.SKIPPED)
            return Q(window__in=by.desks) | Q(Exists(came_here))
        case ActorKind.PUBLIC | ActorKind.CONSUMER:
            return Q(pk__in=[])


def watched_by(by: Actor) -> Q:
    """The cases whose clocks an actor watches: those of every department, or those of their own."""
    if by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.STAFF and watches_all(by.desks)):
        return Q()
    return Q(department__in=by.departments if by.kind is ActorKind.STAFF else ())


def applicants_of(by: Actor) -> list[object]:
    """Whom this actor may apply for."""
    return [*([by.person_id] if by.person_id else ()), *sorted(by.mandates)]


def require(by: Actor, act: Act, case: Case, step: Step | None = None) -> Transition:
    """The edge this act takes. Raises, in this order, Denied, StepSettled, WrongState."""
    if not any(_plays(by, role, case, step) for role in roles(act)):
        raise Denied(f"{act} of {case.number}")
    if step is not None and step.state != StepState.OPEN:
        raise StepSettled(str(step.pk))
    edge = transition(CaseState(case.state), act)
    if step is not None and edge.does != step.does:
        raise WrongState(f"{act} is not what step {step.key} does")
    return edge


def require_submit(by: Actor, application: Application, release: Release) -> Transition:
    """Handing in needs the service's real-name level and kind of applicant. Raises AssuranceTooLow, NotForThisApplicant."""
    if by.level < release.assurance:
        raise AssuranceTooLow(release.assurance)
    if application.applicant_kind not in release.audience:
        raise NotForThisApplicant(application.applicant_kind)
    return transition(None, Act.SUBMIT)


def require_applicant(by: Actor, applicant_id: object) -> None:
    """Only a person applies, for whom they may act. Raises Denied."""
    if by.kind is not ActorKind.PERSON or applicant_id not in applicants_of(by):
        raise Denied("not an applicant whom this actor may act for")


def require_system(by: Actor) -> None:
    """What the clock does, nobody else does. Raises Denied."""
    if by.kind is not ActorKind.SYSTEM:
        raise Denied("done by the system only")


def may(by: Actor, act: Act, case: Case, step: Step | None = None) -> bool:
    """Whether `require` would let this act through."""
    edges = [edge for edge in acts_in(CaseState(case.state)) if edge.act is act]
    return any(_plays(by, edge.role, case, step) and (step is None or edge.does == step.does) for edge in edges)


def acts_open_to(by: Actor, case: Case, steps: Iterable[Step]) -> frozenset[Act]:
    """What this actor could do on this case now."""
    open_steps = [step for step in steps if step.state == StepState.OPEN]
    edges = [edge for edge in acts_in(CaseState(case.state)) if edge.role is not Role.SYSTEM]
    return frozenset(
        edge.act for edge in edges if any(may(by, edge.act, case, step) for step in (open_steps if edge.does is not None else (None,)))
    )


def _plays(by: Actor, role: Role, case: Case, step: Step | None) -> bool:
    match role:
        case Role.APPLICANT:
            return by.kind is ActorKind.PERSON and case.applicant_id in applicants_of(by)
        case Role.DESK:
            return by.kind is ActorKind.STAFF and step is not None and step.desk in by.desks
        case Role.WINDOW:
            return by.kind is ActorKind.STAFF and case.window in by.desks
        case Role.SYSTEM:
            return by.kind is ActorKind.SYSTEM
