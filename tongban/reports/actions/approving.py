"""Another person sends a report back, or approves it: then it is signed, never changes again, and goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import signing
from tongban.reports import access, events
from tongban.reports.actions.acting import NAME_MOST, Acting
from tongban.reports.queries.recounting import recounted
from tongban.reports.rules import document, showing
from tongban.reports.terms import CountedDifferently, ReasonMissing, ReportAct, ReportKind, SignedText, WordsMissing
from tongban.supervision.queries import switched_on

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

REASON = 500
SIGNED = "approved_by approver approved_at public approved approved_digest shown algorithm signature certificate units".split()


@transaction.atomic(savepoint=False)
def send_back_report(*, report_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """It is not good enough, and why.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, SamePerson, ReasonMissing, WordsTooLong.
    """
    acting = Acting.locked(report_id, ReportAct.SEND_BACK, by=by, at=at)
    _require_another(acting)
    try:
        told = Acting.masked(reason, "reason", REASON)
    except WordsMissing as refusal:
        raise ReasonMissing from refusal
    acting.leave(events.ReportSentBack(**acting.about()), words=told)


@transaction.atomic(savepoint=False)
def approve_report(*, report_id: UUID, version: int, public: bool, by: Actor, at: datetime) -> None:
    """Approve and sign a report in the words that were read; it goes to leaders and to the units concerned, and where `public` to
    everybody, then without units on trial. It is counted once more first.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, SamePerson, ChangedMeanwhile, CountedDifferently; `signing.NoSuchKey`,
    `signing.KeyStoreClosed`.
    """
    acting = Acting.locked(report_id, ReportAct.APPROVE, by=by, at=at)
    _require_another(acting)
    acting.require_version(version)
    if recounted(acting.row) != acting.row.canonical:
        raise CountedDifferently(acting.row.number)
    _sign(acting, public)
    row = acting.row
    fact = events.ReportApproved(**acting.about(), digest=row.approved_digest, public=public)
    acting.leave(fact, columns=SIGNED, digest=row.approved_digest, version=str(version), public=str(public).lower())


def _require_another(acting: Acting) -> None:
    """Nobody of those who have worded it, or handed it up. Raises SamePerson."""
    writers = acting.row.versions.filter(written_by__isnull=False).values_list("written_by", flat=True)
    access.require_another(acting.by, [*writers, acting.row.submitted_by])


def _sign(acting: Acting, public: bool) -> None:
    """With the key of the approver's department, over the text that has the digests of the content and of every word."""
    row, by, words, content = acting.row, acting.by, acting.words, acting.content
    form = document.form(row.canonical)
    on = switched_on(acting.at)
    row.shown = document.canonical(showing.public_text(row.number, content, words, on), form) if public else ""
    told = SignedText(
        number=row.number,
        kind=ReportKind(row.kind),
        period=row.period,
        content=row.digest,
        version=row.version,
        words=document.digest(document.canonical(words, form)),
        public=document.digest(row.shown) if public else "",
    )
    row.approved = document.canonical(told, form)
    row.approved_digest = document.digest(row.approved)
    desks = acting.city.desks
    code = next(each for each in (desks.supervise, desks.second, desks.lead) if by.sits_at(each)).partition("/")[0]
    key = signing.key(code, name=identity_queries.department(code).name.zh, algorithm=signing.P256, at=acting.at)
    row.approved_by, row.approver, row.approved_at, row.public = by.id, by.name[:NAME_MOST], acting.at, public
    row.algorithm, row.signature, row.certificate = key.algorithm, key.sign(row.approved.encode()), key.certificate
    row.units = list(showing.units_told(content, words.left_out))
