"""The verb that ends a case on its merits. A grant issues its licence in the same transaction (ADR 0009)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.papers import Papers
from tongban.cases.actions.progress import Progress
from tongban.cases.models import Case
from tongban.cases.queries.result import joint_holders
from tongban.cases.rules.application import plain
from tongban.cases.rules.result import replaced_material
from tongban.cases.terms import Act, Decision, End, Opinion, Turn, WordsMissing
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Does
from tongban.identity import actions as identity_actions
from tongban.identity.terms import Holder
from tongban.kernel import facts, ledger
from tongban.licences import actions as licence_actions

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def decide(*, step_id: UUID, decision: Decision, reasons: str, by: Actor, at: datetime) -> Turn:
    """Grant or refuse, and conclude: clocks stop, the licence or the numbered paper is written.

    A refusal gives its reasons, and so does a grant against a department that did not agree.

    Refuses: UnknownCase, Denied, StepSettled, WrongState, WordsMissing; what `licences.actions.issue` refuses.
    """
    case = Case.objects.select_for_update(of=("self",)).of_step(step_id)
    progress = Progress.of(case, by=by, at=at)
    step = progress.step(step_id)
    edge = access.require(by, Act.DECIDE, case, step)
    reasons = plain(reasons)
    if not reasons and (decision is Decision.REFUSE or _against(progress)):
        raise WordsMissing("reasons")
    progress.settle(step, reason=reasons)
    progress.conclude(End.GRANTED if decision is Decision.GRANT else End.REFUSED)
    detail = _grant(progress, reasons) if decision is Decision.GRANT else _refuse(progress, reasons)
    progress.change(decision_reasons=reasons)
    progress.note(Act.DECIDE, step, decision=decision.value, reason=reasons, **detail)
    progress.write(
        ledger.entry("cases.decide", by=by, at=at, subject=case, basis=edge.basis, codes={"decision": decision.value}),
        facts.entry(events.CaseConcluded(case_id=case.pk, end=case.end or "", licence_id=case.licence_id, at=at)),
    )
    return progress.turn()


def _against(progress: Progress) -> bool:
    """Whether a department has disagreed, or said that it is not its matter."""
    return any(step.opinion in (Opinion.DISAGREE, Opinion.NOT_OURS) and step.does == Does.REVIEW for step in progress.steps)


def _grant(progress: Progress, reasons: str) -> dict[str, str]:
    """The licence of the service, or a written decision where it issues none."""
    case, result = progress.case, progress.release.result
    if not result.licence:
        paper = Papers(case, progress.release, progress.at).grant(reasons, _content(progress))
        progress.add(paper)
        return {"paper": paper.number}
    licence = licence_actions.issue(
        type_code=result.licence,
        holder=case.holder(),
        content=_content(progress),
        valid_years=result.validity_years,
        case_id=case.pk,
        replaces=_replaced(progress),
        joint=_joint(progress) if result.joint else None,
        by=progress.by,
        at=progress.at,
    )
    progress.change(licence_id=licence.id)
    return {"licence": licence.number}


def _replaced(progress: Progress) -> UUID | None:
    """The licence that the application named, where the service renews or changes one; it is superseded in the same act."""
    key = replaced_material(progress.release)
    return progress.case.materials.filter(key=key).order_by("-round").values_list("licence_id", flat=True).first() if key else None


def _joint(progress: Progress) -> tuple[Holder, ...]:
    """Who is to hold the licence together with the applicant, as the form names them; whoever nobody knew is entered."""
    subjects = joint_holders(progress.release, progress.case.form)
    known = identity_actions.know_subjects(subjects=subjects, by=progress.by, at=progress.at) if subjects else {}
    return tuple(Holder(each.kind, known[each.code_type, each.code], each.name, each.code) for each in subjects)


def _refuse(progress: Progress, reasons: str) -> dict[str, str]:
    paper = Papers(progress.case, progress.release, progress.at).refusal(reasons)
    progress.add(paper)
    return {"paper": paper.number}


def _content(progress: Progress) -> dict[str, Any]:
    """What is granted, as the release says it follows from the application."""
    case = progress.case
    holder = case.holder_facts()
    return {
        key: catalog_queries.evaluate(expression, form=case.form, situation=case.situation, holder=holder)
        for key, expression in progress.release.result.content.items()
    }
