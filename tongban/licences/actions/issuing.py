"""Issuing a licence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
from tongban.licences.actions.life import Kept


@transaction.atomic(savepoint=False)
def issue(
    *,
    type_code: str,
    holder: Holder,
    content: dict[str, Any],
    valid_years: int | None,
    case_id: UUID | None = None,
    replaces: UUID | None = None,
    joint: tuple[Holder, ...] | None = None,
    by: Actor,
    at: datetime,
) -> terms.Licence:
    """Issue a licence: number, record, entry, fact and the job for its document.

    A case leads to one licence; that is its idempotency. `replaces` is a licence of the same type that the holder holds, alone or with
    others: the new one is its next version. `joint` hold it too; unless somebody says who, all who held the one before go on holding it.

    Refuses: UnknownType, TypeRetired, Denied, UnknownIssuer, WrongHolder, HolderTwice, InvalidContent, AlreadyIssued; with
    `replaces` UnknownLicence, NotItsSuccessor, WrongChange.
    """
    kind = queries.licence_type(type_code)
    access.require_issue(by, kind)
    old = _replaced(replaces, kind, holder, by=by, at=at) if replaces is not None else None
    joint = (old.others(holder) if old is not None else ()) if joint is None else joint
    row = _made(kind, (holder, *joint), content, valid_years, old, at=at)
    row.case_id = case_id
    told = {"licence_id": row.pk, "holder_id": holder.id, "type_code": kind.code, "case_id": case_id, "replaces": replaces}
    try:
        rows.write(
            *rows.insert(row, *models.JointHolder.of(row, joint)),
            ledger.entry("licences.issue", by=by, at=at, subject=row, basis=kind.basis.zh, digest=row.digest),
            facts.entry(events.LicenceIssued(**told, at=at)),
        )
    except IntegrityError as error:
        if ONE_PER_CASE in str(error):
            raise terms.AlreadyIssued(str(case_id)) from error
        raise
    queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).defer(licence_id=str(row.pk))
    return row.as_term(kind)


def _replaced(licence_id: UUID, kind: terms.LicenceType, holder: Holder, *, by: Actor, at: datetime) -> Kept:
    """The licence that the new one stands instead of, locked. Refuses: UnknownLicence, NotItsSuccessor, WrongChange."""
    old = Kept.locked(licence_id, by=by, at=at)
    if old.row.type_id != kind.code:
        raise terms.NotItsSuccessor("type")
    if holder.id not in {each.id for each in old.row.holders()}:
        raise terms.NotItsSuccessor("holder")
    old.superseding()
    return old


def _made(
    kind: terms.LicenceType, holders: Sequence[Holder], content: dict[str, Any], valid_years: int | None, old: Kept | None, *, at: datetime
) -> models.Licence:
    """The licence, not inserted yet; the one that it stands instead of has given way. Refuses: TypeRetired."""
    if not kind.open:
        raise terms.TypeRetired(kind.code)
    today = clock.city_date(at)
    until = terms.valid_until(today, valid_years) if valid_years is not None else None
    if old is None:
        return _numbered(kind, holders, content, until, at=at)
    row = old.next_version(holders, content, until)
    old.turn(old.superseding(), terms.Grounds(basis=kind.basis.zh, reason="", document=row.number), successor_id=row.pk)
    return row


def _numbered(
    kind: terms.LicenceType, holders: Sequence[Holder], content: dict[str, Any], until: date | None, *, at: datetime
) -> models.Licence:
    """A new licence, not inserted yet. Numbers run per kind as the identifier knows it, issuer and year: no two identifiers meet."""
    issuer, today = queries.issuer_of(kind), clock.city_date(at)
    taken = numbering.take(f"licence:{kind.national_code}:{issuer.uscc}:{today.year}")
    prefix = kind.number_prefix or f"{issuer.number_prefix}{kind.code}"
    stock = terms.Stock(
        type_code=kind.code,
        holder=holders[0],
        number=rules.printed_number(prefix, today.year, taken),
        content=content,
        issued_on=today,
        valid_from=today,
        valid_until=until,
        joint=tuple(holders[1:]),
    )
    return models.Licence.recorded(kind, issuer, stock, serial=f"{today.year}{taken:07d}", at=at)
