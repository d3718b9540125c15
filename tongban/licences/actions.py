"""Verbs of the licence library, the only writers of its tables (a first request for a document writes its digest as well)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as queue

from tongban.identity.terms import HolderKind
from tongban.kernel import clock, facts, ledger, numbering, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.models import document as documents
from tongban.licences.models.licence import ONE_PER_CASE

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Holder

MAKE_DOCUMENT = "licences.make_document"  # the task of `jobs`, named here because jobs stand above actions
DOCUMENT_QUEUE = "documents"


@transaction.atomic(savepoint=False)
def load_types(*, types: Iterable[terms.LicenceType], by: Actor, at: datetime) -> int:
    """Take in the licence types of the city; returns how many are new or changed. Loading twice changes nothing. Refuses: Denied."""
    access.require_system(by)
    known = {row.code: row.digest for row in models.LicenceType.objects.select_for_update(of=("self",))}
    changed = [row for row in map(models.LicenceType.of, types) if known.get(row.code) != row.digest]
    if not changed:
        return 0
    models.LicenceType.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=models.LicenceType.LOADED)
    queries.forget_types()
    digest = _digest(row.digest for row in changed)
    rows.write(
        ledger.entry("licences.load_types", by=by, at=at, subject=changed[0], codes={"count": str(len(changed))}, digest=digest),
        facts.entry(events.TypesLoaded(count=len(changed), digest=digest, at=at)),
    )
    return len(changed)


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


@transaction.atomic(savepoint=False)
def seed(*, stock: Iterable[terms.Stock], by: Actor, at: datetime) -> int:
    """Take over existing licences; one that is there (holder, type, number) is left as it is. Returns how many are new.

    Refuses: Denied, UnknownType, UnknownIssuer, WrongHolder, InvalidContent.
    """
    access.require_system(by)
    list(models.LicenceType.objects.select_for_update(of=("self",)))
    given = list({(row.holder_id, row.type_id, row.number): row for row in (_taken_over(each, at=at) for each in stock)}.values())
    known = set(models.Licence.objects.filter(holder_id__in={row.holder_id for row in given}).values_list("holder_id", "type_id", "number"))
    fresh = [row for row in given if (row.holder_id, row.type_id, row.number) not in known]
    if not fresh:
        return 0
    models.Licence.objects.bulk_create(fresh, batch_size=500)
    digest = _digest(row.digest for row in fresh)
    rows.write(
        ledger.entry("licences.seed", by=by, at=at, subject=fresh[0], codes={"count": str(len(fresh))}, digest=digest),
        facts.entry(events.LicencesTakenOver(count=len(fresh), digest=digest, at=at)),
    )
    jobs: list[dict[str, Any]] = [{"licence_id": str(row.pk)} for row in fresh]
    queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).batch_defer(*jobs)
    return len(fresh)


@transaction.atomic(savepoint=False)
def make_document(*, licence_id: UUID, by: Actor, at: datetime) -> None:
    """Make and sign the document of a licence, once. Refuses: UnknownLicence."""
    row = models.Licence.objects.select_for_update(of=("self",)).filter(pk=licence_id).first()
    if row is None or not access.may_read(by, (row.holder_id,)):
        raise terms.UnknownLicence(str(licence_id))
    if row.document_digest is not None:
        return
    documents.attach(row, queries.licence_type(row.type_id), at=at)
    rows.write(
        ledger.entry("licences.make_document", by=by, at=at, subject=row, digest=row.document_digest or ""),
        facts.entry(events.DocumentMade(licence_id=row.pk, holder_id=row.holder_id, at=at)),
    )


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
        valid_until=rules.valid_until(today, valid_years),
    )
    return _recorded(kind, stock, serial=f"{today.year}{taken:07d}", at=at)


def _taken_over(each: terms.Stock, *, at: datetime) -> models.Licence:
    public = each.holder.kind is HolderKind.ORGANISATION
    serial = rules.serial_of(each.number, holder=str(each.holder.id), public=public)
    return _recorded(queries.licence_type(each.type_code), each, serial=serial, at=at)


def _recorded(kind: terms.LicenceType, stock: terms.Stock, *, serial: str, at: datetime) -> models.Licence:
    """A checked row that is not inserted yet."""
    if stock.holder.kind not in kind.holder_kinds:
        raise terms.WrongHolder(f"{kind.code} is not for a {stock.holder.kind}")
    rules.require_content(stock.content, kind.fields)
    issuer = queries.issuer_of(kind)
    return models.Licence.of(
        holder=stock.holder,
        content=stock.content,
        issuer_name=issuer.name,
        identifier=rules.identifier(type_code=kind.national_code, issuer=issuer.uscc, serial=serial, version=1),
        type_id=kind.code,
        number=stock.number,
        version=1,
        issuer=issuer.code,
        issued_on=stock.issued_on,
        valid_from=stock.valid_from,
        valid_until=stock.valid_until,
        recorded_at=at,
    )


def _digest(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
