"""校核纠错: a holder or a department that uses a licence reports an error; its issuer answers, and puts right what is wrong."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.identity.terms import ActorKind
from tongban.kernel import clock, facts, idempotency, imprints, ledger, rows
from tongban.kernel.working_days import calendar
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.life import Kept
from tongban.licences.models.correction import ANSWER, ONE_OPEN, TOLD, WATCHED

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

BASIS = "Regulations on the Sharing of Government Data, art. 26"  # 政务数据共享条例, 校核纠错
CORRECTS = "《政务数据共享条例》第二十六条"
LAST_SECOND = time(23, 59, 59)


@transaction.atomic(savepoint=False)
def ask_correction(
    *, key: UUID, licence_id: UUID, fields: Collection[str], told: str, handling: terms.Handling | None = None, by: Actor, at: datetime
) -> terms.Correction:
    """Report an error of a licence: by whoever holds it, or by a department that uses it for a case. The issuer's time begins.

    Refuses: UnknownLicence, Denied, UnknownField, GroundsMissing, UnseenCharacters, AlreadyAsked, KeyReused.
    """
    correction_id, asked = uuid.uuid4(), json.dumps([str(licence_id), sorted(fields), told])
    first = idempotency.claim(verb="licences.ask_correction", key=key, by=by, at=at, result=correction_id, request=asked.encode())
    if first is not None:
        return queries.correction_as_term(models.Correction.objects.get(pk=first))
    licence = models.Licence.objects.filter(pk=licence_id).first()
    if licence is None:
        raise terms.UnknownLicence(str(licence_id))
    kind, term = queries.licence_type(licence.type_id), licence.as_term(queries.licence_type(licence.type_id))
    asker = access.asks_for(by, term.holder_ids, handling)
    row = _asked(licence, kind, fields, told.strip(), asker, handling, by=by, at=at)
    row.pk = correction_id
    codes = {"by": row.asked_by} | imprints.of((WATCHED, row, None))
    fact = {"licence_id": licence.pk, "holder_id": licence.holder_id, "issuer": row.issuer}
    try:
        rows.write(
            *rows.insert(row),
            ledger.entry("licences.ask_correction", by=by, at=at, subject=row, basis=BASIS, codes=codes),
            facts.entry(events.CorrectionAsked(correction_id=row.pk, asked_by=row.asked_by, **fact, at=at)),
        )
    except IntegrityError as error:
        if ONE_OPEN in str(error):
            raise terms.AlreadyAsked(str(licence_id)) from error
        raise
    return queries.correction_as_term(row)


def _asked(
    licence: models.Licence,
    kind: terms.LicenceType,
    fields: Collection[str],
    told: str,
    asker: str,
    handling: terms.Handling | None,
    *,
    by: Actor,
    at: datetime,
) -> models.Correction:
    """Refuses: UnknownField, GroundsMissing, UnseenCharacters."""
    unknown = tuple(each for each in fields if each not in kind.reportable)
    if unknown or not fields:
        raise terms.UnknownField(unknown)
    if not told:
        raise terms.GroundsMissing("told")
    rules.require_seen(told, "told")
    due = calendar().add(clock.city_date(at), kind.entry.correction_days)
    return models.Correction(
        licence_id=licence.pk,
        holder_id=licence.holder_id,
        type_code=kind.code,
        number=licence.number,
        issuer=kind.department,
        asked_by=(terms.Asker.DEPARTMENT if by.kind is ActorKind.STAFF else terms.Asker.HOLDER).value,
        asker=asker,
        case_number=handling.case_number if handling else "",
        fields=[each for each in kind.reportable if each in fields],
        told=models.Correction.sealed(told, TOLD),
        actor_id=by.id,
        asked_at=at,
        due_at=datetime.combine(due.on, LAST_SECOND, tzinfo=clock.city_zone()),
        provisional=due.provisional,
    )


@transaction.atomic(savepoint=False)
def answer_correction(
    *, correction_id: UUID, outcome: terms.Outcome, answer: str, new: terms.NewVersion | None = None, by: Actor, at: datetime
) -> terms.Correction:
    """Answer a reported error: the record is right, or it is put right by a new version, made in the same act.

    A licence that no longer holds, or that a newer version stands instead of, has been put right otherwise and takes none.
    Refuses: UnknownCorrection, AlreadyAnswered, GroundsMissing, UnseenCharacters, NotInForce for a suspended licence, which is resumed
    first; with a new version what `new_version` refuses, and NotItsSuccessor where the record is said to be right.
    """
    row = models.Correction.objects.select_for_update(of=("self",)).filter(pk=correction_id).first()
    if row is None or not access.keeps(by, queries.licence_type(row.type_code)):
        raise terms.UnknownCorrection(str(correction_id))
    if row.outcome:
        raise terms.AlreadyAnswered(str(correction_id))
    if not answer.strip():
        raise terms.GroundsMissing("answer")
    rules.require_seen(answer, "answer")
    if outcome is terms.Outcome.KEPT and new is not None:
        raise terms.NotItsSuccessor("kept")
    if outcome is terms.Outcome.CORRECTED:
        row.successor_id = _put_right(row, new, answer.strip(), by=by, at=at)
    row.outcome, row.answer = outcome.value, models.Correction.sealed(answer.strip(), ANSWER)
    row.answered_at, row.answered_by = at, by.id
    fact = {"licence_id": row.licence_id, "holder_id": row.holder_id, "outcome": outcome.value}
    codes = {"outcome": outcome.value} | imprints.of((WATCHED, row, row.ANSWERED))
    rows.write(
        rows.update(row, row.ANSWERED),
        ledger.entry("licences.answer_correction", by=by, at=at, subject=row, basis=BASIS, codes=codes),
        facts.entry(events.CorrectionAnswered(correction_id=row.pk, **fact, at=at)),
    )
    return queries.correction_as_term(row)


def _put_right(row: models.Correction, new: terms.NewVersion | None, answer: str, *, by: Actor, at: datetime) -> UUID | None:
    """The version that puts it right; of a suspended licence none, for it may hold again. Refuses: GroundsMissing, NotInForce."""
    kept = Kept.locked(row.licence_id, by=by, at=at)
    if kept.row.state == terms.LicenceState.SUSPENDED:
        raise terms.NotInForce(kept.row.state)
    if new is not None:
        return kept.succeed(new, terms.Grounds(basis=CORRECTS, reason=answer)).id
    if kept.row.state == terms.LicenceState.VALID:
        raise terms.GroundsMissing("content")
    return None
