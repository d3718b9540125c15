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
from tongban.cases.actions.signed import Signed
from tongban.cases.models import Case, Correction, Draft, Submission
from tongban.cases.models.draft import written
from tongban.cases.queries.corrected import corrected
from tongban.cases.queries.known import parties
from tongban.cases.rules.application import plain
from tongban.cases.rules.correction import changed
from tongban.cases.rules.route import acceptance, repeated
from tongban.cases.terms import Act, End, NotForThisApplicant, Turn
from tongban.catalog import queries as catalog_queries
from tongban.kernel import clock, facts, idempotency, ledger, numbering, rows

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

    Refuses: Denied, UnknownCase when the register does not know the applicant, AssuranceTooLow, NotForThisApplicant, Stopped,
    InvalidApplication; UnknownService, ServiceNotOpen, KeyReused; what `Signed.require` asks of a signature.
    """
    access.require_applicant(by, application.applicant_id)
    case_id, digest = uuid.uuid4(), _asked(application)
    first = idempotency.claim(verb="cases.submit", key=key, by=by, at=at, result=case_id, request=digest.encode())
    if first is not None:
        return Progress.of(Case.objects.of_id(first), by=by, at=at).turn()
    release = catalog_queries.current(application.service, at=at)
    edge = access.require_submit(by, application, release)
    signed = Signed.require(release, application, by=by, at=at)
    known = parties(release, application.applicant_id, by=by, at=at, purpose=PURPOSE)
    if known.applicant.kind != application.applicant_kind:
        raise NotForThisApplicant(application.applicant_kind)
    case = _case(case_id, release, application, known.applicant, by=by, at=at)
    handed = {"form": application.form, "situation": application.situation, "handed": application.materials}
    dossier = Dossier.gather(release, case, **handed, agent=known.agent, by=by, at=at)
    case.provenance, taken = dict(dossier.provenance), _number(case, release, at)
    progress = Progress(case=case, release=release, by=by, at=at, steps=[])
    materials = dossier.materials(case, at=at)
    progress.receive()
    progress.note(Act.SUBMIT)
    progress.add(*materials, Papers(case, release, at).receipt(taken, materials))
    typed = Draft.objects.filter(author=by.id, service=release.service, applicant_id=case.applicant_id)
    rows.write(
        rows.delete(typed),
        *rows.insert(case, *progress.new),
        *dossier.uses(case, by=by, at=at),
        *(signed.bound(case, at=at) if signed else ()),
        ledger.entry("cases.submit", by=by, at=at, subject=case, basis=edge.basis, codes={"service": release.service}, digest=digest),
        facts.entry(_fact(case, dossier, at)),
    )
    return progress.turn()


@transaction.atomic(savepoint=False)
def correct(
    *,
    case_id: UUID,
    key: UUID,
    form: Mapping[str, Any],
    materials: tuple[Handed, ...],
    signing_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Turn:
    """Answer the correction notice in the same case: a new round begins, the answers before it are kept.

    `form` is whole; of the materials only those that change; `signing_id` is the corrected form, signed, where the service asks for it.
    Refuses: UnknownCase, Denied, WrongState, InvalidApplication; KeyReused; what `Signed.require` asks of a signature.
    """
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    access.require_applicant(by, case.applicant_id)
    digest = _digest({"form": dict(form), "materials": [written(each) for each in materials]})
    if idempotency.claim(verb="cases.correct", key=key, by=by, at=at, result=case_id, request=digest.encode()) is not None:
        return Progress.of(case, by=by, at=at).turn()
    edge = access.require(by, Act.CORRECT, case)
    progress = Progress.of(case, by=by, at=at)
    signed = Signed.require(progress.release, corrected(case, form, materials, signing_id=signing_id), by=by, at=at)
    dossier = _corrected(progress, form, materials)
    progress.add(_replaced(case))
    fields = sorted(changed(case.form, form))
    progress.stop_clocks()
    progress.change(round=case.round + 1, form=dict(form), provenance=dict(dossier.provenance), conditions=_later(case, progress.release))
    progress.receive()
    progress.note(Act.CORRECT, fields=fields, materials=sorted({each.key for each in materials}))
    progress.add(*dossier.materials(case, at=at))
    progress.write(
        _answered(case, at),
        *(signed.bound(case, at=at) if signed else ()),
        *dossier.uses(case, by=by, at=at),
        ledger.entry("cases.correct", by=by, at=at, subject=case, basis=edge.basis, codes={"round": str(case.round)}, digest=digest),
        facts.entry(events.CaseCorrected(case_id=case.pk, round=case.round, at=at, service=case.service, **dossier.saved())),
    )
    return progress.turn()


def _answered(case: Case, at: datetime) -> rows.Part:
    """The notice of the round before has its answer."""
    notice = Correction.objects.get(case=case, round=case.round - 1)
    notice.answered_at = at
    return rows.update(notice, ["answered_at"])


def _corrected(progress: Progress, form: Mapping[str, Any], materials: tuple[Handed, ...]) -> Dossier:
    """The answers as corrected, with what changes of the materials, checked as a whole. Raises InvalidApplication."""
    case, who = progress.case, {"by": progress.by, "at": progress.at}
    kept = set(case.materials.values_list("key", flat=True))
    known = parties(progress.release, case.applicant_id, **who, purpose=PURPOSE)
    handed = {"form": form, "situation": case.situation, "handed": materials}
    return Dossier.gather(progress.release, case, **handed, agent=known.agent, kept=kept, **who)


@transaction.atomic(savepoint=False)
def withdraw(*, case_id: UUID, reason: str, by: Actor, at: datetime) -> Turn:
    """Take the request back before it is decided; nothing stays open behind it. Refuses: UnknownCase, Denied, WrongState."""
    case = Case.objects.select_for_update(of=("self",)).of_id(case_id)
    edge = access.require(by, Act.WITHDRAW, case)
    progress = Progress.of(case, by=by, at=at)
    progress.conclude(End.WITHDRAWN)
    progress.note(Act.WITHDRAW, reason=plain(reason))
    progress.write(
        ledger.entry("cases.withdraw", by=by, at=at, subject=case, basis=edge.basis),
        facts.entry(events.CaseWithdrawn(case_id=case.pk, at=at)),
    )
    return progress.turn()


def _fact(case: Case, dossier: Dossier, at: datetime) -> events.CaseSubmitted:
    saved = dossier.saved()
    return events.CaseSubmitted(
        case_id=case.pk,
        service=case.service,
        department=case.department,
        applicant_id=case.applicant_id,
        materials=saved["materials"],
        fields=saved["fields"],
        at=at,
    )


def _case(case_id: UUID, release: Release, application: Application, holder: Holder, *, by: Actor, at: datetime) -> Case:
    """The case about to be checked and inserted; it has no number yet."""
    case = Case(
        id=case_id,
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
    return case


def _number(case: Case, release: Release, at: datetime) -> int:
    """Give the case its number, which what was refused never takes; returns the running number in its department and year."""
    year = clock.city_date(at).year
    taken = numbering.take(f"case:{release.department}:{year}")
    case.number = numbering.case_number(release.number_prefix, year, taken)
    return taken


def _replaced(case: Case) -> Submission:
    """The answers of the round that ends."""
    return Submission(case=case, round=case.round, form=case.form, situation=case.situation, provenance=case.provenance)


def _later(case: Case, release: Release) -> dict[str, bool]:
    """Conditions that a new round keeps: those of steps it does not do again."""
    again = repeated(release.route)
    return {key: value for key, value in case.conditions.items() if key not in again}


def _asked(application: Application) -> str:
    """What this request asks for. Where a door says that an answer is from is no part of it: nobody believes that anyway."""
    return _digest({**asdict(application), "provenance": None})


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode(errors="surrogatepass")).hexdigest()
