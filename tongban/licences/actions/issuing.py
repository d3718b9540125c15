"""Issuing a licence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as queue

from tongban.kernel import clock, facts, ledger, numbering, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.models.licence import ONE_PER_CASE

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Holder
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT


@transaction.atomic(savepoint=False)
def issue(
    *,
    type_code: str,
    holder: Holder,
    content: dict[str, Any],
    valid_years: int | None,
    case_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> terms.Licence:
    """Issue a licence: number, record, entry, fact and the job for its document.

    A case leads to one licence; that is its idempotency. Numbers run per kind as the identifier knows it, issuer and year, so
    that no two identifiers meet. Refuses: UnknownType, Denied, UnknownIssuer, WrongHolder, InvalidContent, AlreadyIssued.
    """
    kind = queries.licence_type(type_code)
    access.require_issue(by, kind)
    row = _numbered(kind, holder, content, valid_years, at=at)
    row.case_id = case_id
    try:
        rows.write(
            *rows.insert(row),
            ledger.entry("licences.issue", by=by, at=at, subject=row, basis=kind.basis.zh, digest=row.digest),
            facts.entry(events.LicenceIssued(licence_id=row.pk, holder_id=holder.id, type_code=kind.code, case_id=case_id, at=at)),
        )
    except IntegrityError as error:
        if ONE_PER_CASE in str(error):
            raise terms.AlreadyIssued(str(case_id)) from error
        raise
    queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).defer(licence_id=str(row.pk))
    return row.as_term(kind)


def _numbered(kind: terms.LicenceType, holder: Holder, content: dict[str, Any], valid_years: int | None, *, at: datetime) -> models.Licence:
    """A new licence with the next number of its series, not inserted yet."""
    issuer, today = queries.issuer_of(kind), clock.city_date(at)
    taken = numbering.take(f"licence:{kind.national_code}:{issuer.uscc}:{today.year}")
    prefix = kind.number_prefix or f"{issuer.number_prefix}{kind.code}"
    stock = terms.Stock(
        type_code=kind.code,
        holder=holder,
        number=rules.printed_number(prefix, today.year, taken),
        content=content,
        issued_on=today,
        valid_from=today,
        valid_until=terms.valid_until(today, valid_years) if valid_years is not None else None,
    )
    return models.Licence.recorded(kind, issuer, stock, serial=f"{today.year}{taken:07d}", at=at)
