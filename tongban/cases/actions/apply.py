"""The applicant's verbs on a case: submit, correct, withdraw."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.actions.dossier import PURPOSE, Dossier
from tongban.cases.actions.papers import Papers
from tongban.cases.actions.progress import Progress
from tongban.cases.models import Case, Correction, Draft, Submission, together
from tongban.cases.models.draft import written
from tongban.cases.rules.correction import changed
from tongban.cases.rules.route import acceptance, repeated
from tongban.cases.terms import Act, Denied, End, Turn
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import clock, facts, idempotency, ledger, numbering

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.terms import Application, Handed
    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor, Holder


@transaction.atomic(savepoint=False)
def submit(*, key: UUID, application: Application, by: Actor, at: datetime) -> Turn:
    """Hand in an application: it is checked as a whole, frozen into a case, and the first steps open.

    Refuses: Denied, AssuranceTooLow, NotForThisApplicant, Stopped, InvalidApplication; UnknownService, ServiceNotOpen, KeyReused.
    """
    access.require_applicant(by, application.applicant_id)
    case_id, digest = uuid.uuid4(), _digest(asdict(application))
    first = idempotency.claim(verb="cases.submit", key=key, by=by, at=at, result=case_id, request=digest.encode())
    if first is not None:
        return Progress.of(Case.objects.of_id(first), by=by, at=at).turn()
    release = catalog_queries.current(application.service, at=at)
    edge = access.require_submit(by, application, release)
    holder = identity_queries.holder(application.applicant_id, by=by, at=at, purpose=PURPOSE)
    if holder is None or holder.kind != application.applicant_kind:
        raise Denied("no such applicant")
    case, taken = _case(case_id, release, application, holder, by=by, at=at)
    dossier = Dossier.gather(
        release, case, form=application.form, situation=application.situation, handed=application.materials, by=by, at=at
    )
    case.provenance = dict(dossier.provenance)
    progress = Progress(case=case, release=release, by=by, at=at, steps=[])
    materials = dossier.materials(case, at=at)
    progress.receive()
    progress.note(Act.SUBMIT)
    progress.add(*materials, Papers(case, release, at).receipt(taken, materials))
    together.create(case, *progress.rows)
    Draft.objects.filter(author=by.id, service=release.service, applicant_id=case.applicant_id).delete()
    ledger.record("cases.submit", by=by, at=at, subject=case, basis=edge.basis, codes={"service": release.service}, digest=digest)
    facts.publish(
        events.CaseSubmitted(case_id=case_id, service=release.service, department=case.department, applicant_id=case.applicant_id, at=at)
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def correct(*, case_id: UUID, key: UUID, form: Mapping[str, Any], materials: tuple[Handed, ...], by: Actor, at: datetime) -> Turn:
    """Answer the correction notice in the same case: a new round begins, the answers before it are kept.

    `form` is whole; of the materials only those that change. Refuses: UnknownCase, Denied, WrongState, InvalidApplication; KeyReused.
    """
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    access.require_applicant(by, case.applicant_id)
    digest = _digest({"form": dict(form), "materials": [written(each) for each in materials]})
    if idempotency.claim(verb="cases.correct", key=key, by=by, at=at, result=case_id, request=digest.encode()) is not None:
        return Progress.of(case, by=by, at=at).turn()
    edge = access.require(by, Act.CORRECT, case)
    progress = Progress.of(case, by=by, at=at)
    kept = set(case.materials.values_list("key", flat=True))
    dossier = Dossier.gather(progress.release, case, form=form, situation=case.situation, handed=materials, by=by, at=at, kept=kept)
    progress.add(_replaced(case))
    fields = sorted(changed(case.form, form))
    progress.stop_clocks()
    progress.change(round=case.round + 1, form=dict(form), provenance=dict(dossier.provenance), conditions=_later(case, progress.release))
    progress.receive()
    progress.note(Act.CORRECT, fields=fields, materials=sorted({each.key for each in materials}))
    progress.add(*dossier.materials(case, at=at))
    progress.write()
    Correction.objects.filter(case=case, round=case.round - 1).update(answered_at=at)
    ledger.record("cases.correct", by=by, at=at, subject=case, basis=edge.basis, codes={"round": str(case.round)}, digest=digest)
    facts.publish(events.CaseCorrected(case_id=case.pk, round=case.round, at=at))
    return progress.turn()


@transaction.atomic(savepoint=False)
def withdraw(*, case_id: UUID, reason: str, by: Actor, at: datetime) -> Turn:
    """Take the request back before it is decided; nothing stays open behind it. Refuses: UnknownCase, Denied, WrongState."""
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    edge = access.require(by, Act.WITHDRAW, case)
    progress = Progress.of(case, by=by, at=at)
    progress.conclude(End.WITHDRAWN)
    progress.note(Act.WITHDRAW, reason=reason)
    progress.write()
    ledger.record("cases.withdraw", by=by, at=at, subject=case, basis=edge.basis)
    facts.publish(events.CaseWithdrawn(case_id=case.pk, at=at))
    return progress.turn()


def _case(case_id: UUID, release: Release, application: Application, holder: Holder, *, by: Actor, at: datetime) -> tuple[Case, int]:
    """The case about to be inserted, and its running number in its department and year."""
    year = clock.city_date(at).year
    taken = numbering.take(f"case:{release.department}:{year}")
    case = Case(
        id=case_id,
        number=numbering.case_number(release.number_prefix, year, taken),
        release_id=release.id,
        service=release.service,
        type=release.type.value,
        department=release.department,
        window=acceptance(release.route).desk,
        applicant_kind=holder.kind.value,
        applicant_id=holder.id,
        applicant_name=holder.name,
        agent_login=by.id,
        agent_name=by.name if holder.id != by.person_id else "",
        form=application.form,
        situation=application.situation,
        provenance={},
        received_at=at,
    )
    case.seal(holder)
    return case, taken


def _replaced(case: Case) -> Submission:
    """The answers of the round that ends."""
    return Submission(case=case, round=case.round, form=case.form, situation=case.situation, provenance=case.provenance)


def _later(case: Case, release: Release) -> dict[str, bool]:
    """Conditions that a new round keeps: those of steps it does not do again."""
    again = repeated(release.route)
    return {key: value for key, value in case.conditions.items() if key not in again}


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
