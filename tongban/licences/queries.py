"""Questions about licences. Those that return a person's data take a purpose and leave one row in the access log."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, clock, facts, files, identifiers, ledger, rows
from tongban.kernel.bilingual import Bilingual
from tongban.licences import access, events, models, rules, terms
from tongban.licences.models import document as documents

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, Department

TYPES_KEPT_SECONDS = 30  # how long another process may still read a licence type as it was
WALLET_LIMIT = 500
PER_TYPE = 100  # of one kind of licence, more than anybody chooses from


def licence_types() -> tuple[terms.LicenceType, ...]:
    """All licence types of the city, by code."""
    return tuple(_types().values())


def licence_type(code: str) -> terms.LicenceType:
    """One licence type. Refuses: UnknownType."""
    kind = _types().get(code)
    if kind is None:
        forget_types()
        kind = _types().get(code)
    if kind is None:
        raise terms.UnknownType(code)
    return kind


def forget_types() -> None:
    """Drop what this process remembers of the licence types and their issuers; loading types does."""
    _read_types.cache_clear()
    _read_issuers.cache_clear()


def issuer_of(kind: terms.LicenceType) -> Department:
    """The department that issues a type. Refuses: UnknownIssuer."""
    known = _read_issuers(_window()).get(kind.department)
    if known is None:
        _read_issuers.cache_clear()
        known = _read_issuers(_window()).get(kind.department)
    if known is None:
        raise terms.UnknownIssuer(kind.department)
    return known


def usable_for(
    *,
    holder_ids: Collection[UUID],
    types: Collection[str],
    named: Collection[UUID] = (),
    on: date,
    by: Actor,
    at: datetime,
    purpose: str,
    handling: terms.Handling | None = None,
) -> tuple[terms.Licence, ...]:
    """The licences of these holders that can be used on a day, newest first: of each of these types the newest, and those named by id.

    Refuses: Denied.
    """
    access.require_read(by, holder_ids, handling)
    wanted = Q(type__in=types, place__lte=PER_TYPE) | Q(pk__in=named) if named else Q(type__in=types, place__lte=PER_TYPE)
    held = Q(holder_id__in=holder_ids) & (Q(type__in=types) | Q(pk__in=named))
    rows = models.Licence.objects.usable(on).filter(held).placed_in_type().filter(wanted).newest_first()
    found = tuple(_term(row) for row in rows)
    access_log.note("licences.usable_for", by=by, at=at, purpose=purpose, holders=holder_ids, subject=_subject(handling), fields=types)
    return found


def licences_of(
    *, holder_id: UUID, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None
) -> tuple[terms.Licence, ...]:
    """A holder's wallet, ended licences included, newest first. Refuses: Denied."""
    access.require_read(by, (holder_id,), handling)
    rows = models.Licence.objects.filter(holder_id=holder_id).newest_first()[:WALLET_LIMIT]
    found = tuple(_term(row) for row in rows)
    access_log.note("licences.licences_of", by=by, at=at, purpose=purpose, holders=(holder_id,), subject=_subject(handling))
    return found


def licence(licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None) -> terms.Licence:
    """One licence. Refuses: Denied to staff without a case; UnknownLicence, also for a licence that this actor may not see."""
    row = _readable(licence_id, by, handling)
    subject = _subject(handling, row)
    access_log.note("licences.licence", by=by, at=at, purpose=purpose, holders=(row.holder_id,), subject=subject)
    return _term(row)


def document(licence_id: UUID, *, by: Actor, at: datetime, purpose: str, handling: terms.Handling | None = None) -> bytes:
    """The signed PDF/A of a licence; made now if the job has not made it yet. Refuses: Denied, UnknownLicence, as `licence` does."""
    row = _readable(licence_id, by, handling)
    if row.document_digest is None:
        row = _with_document(row.pk, by=by, at=at)
    subject = _subject(handling, row)
    access_log.note("licences.document", by=by, at=at, purpose=purpose, holders=(row.holder_id,), subject=subject)
    assert row.document_digest is not None
    return files.read(row.document_digest)


def verification(identifier: str, *, at: datetime) -> terms.Verification:
    """Public: whether a licence is unchanged, still valid, and who issued it. Refuses: MalformedIdentifier.

    Found is looked for first: licences taken over from elsewhere may carry a wrong check character.
    """
    parts = rules.parse(identifier)
    asked = identifier.strip().upper()
    row = models.Licence.objects.filter(identifier=asked).first()
    if row is None and not parts.check_holds:
        raise terms.MalformedIdentifier("check_character")
    return terms.Verification(identifier=asked, found=False, checked_at=at) if row is None else _verified(row, at)


def _verified(row: models.Licence, at: datetime) -> terms.Verification:
    inside = row.opened_if_intact()
    state = terms.LicenceState(row.state)
    return terms.Verification(
        identifier=row.identifier,
        found=True,
        type_name=licence_type(row.type_id).name,
        number=_shown_number(row),
        holder_masked=_masked(row, inside) if inside else "",
        issuer_name=Bilingual.of(row.issuer_name),
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=state,
        usable=inside is not None and terms.usable(state, row.valid_from, row.valid_until, clock.city_date(at)),
        unchanged=inside is not None,
        document_sha256=row.document_digest or "",
        checked_at=at,
    )


def _shown_number(row: models.Licence) -> str:
    """What is printed on an organisation's licence is public; a person's number may be their identity number."""
    return row.number if row.holder_kind == HolderKind.ORGANISATION else identifiers.mask_number(row.number)


def _masked(row: models.Licence, inside: dict[str, Any]) -> str:
    return identifiers.mask_name(inside["holder_name"], organisation=row.holder_kind == HolderKind.ORGANISATION)


def _with_document(licence_id: UUID, *, by: Actor, at: datetime) -> models.Licence:
    """The first request makes the document under the licence's lock; whoever comes second finds it."""
    with transaction.atomic():
        row = models.Licence.objects.select_for_update(of=("self",)).get(pk=licence_id)
        if row.document_digest is None:
            documents.attach(row, licence_type(row.type_id), at=at)
            rows.write(
                ledger.entry("licences.make_document", by=by, at=at, subject=row, digest=row.document_digest or ""),
                facts.entry(events.DocumentMade(licence_id=row.pk, holder_id=row.holder_id, at=at)),
            )
    return row


def _readable(licence_id: UUID, by: Actor, handling: terms.Handling | None) -> models.Licence:
    access.require_case(by, handling)
    row = models.Licence.objects.filter(pk=licence_id).first()
    if row is None or not access.may_read(by, (row.holder_id,), handling):
        raise terms.UnknownLicence(str(licence_id))
    return row


def _subject(handling: terms.Handling | None, row: models.Licence | None = None) -> str:
    """What was looked at, for the access log: for staff the case that made them look."""
    return handling.case_number if handling else row.identifier if row else ""


def _term(row: models.Licence) -> terms.Licence:
    return row.as_term(licence_type(row.type_id))


def _types() -> Mapping[str, terms.LicenceType]:
    return _read_types(_window())


def _window() -> int:
    return int(time.monotonic() // TYPES_KEPT_SECONDS)


@lru_cache(maxsize=1)
def _read_issuers(window: int) -> Mapping[str, Department]:
    return MappingProxyType({each.code: each for each in identity_queries.departments()})


@lru_cache(maxsize=1)
def _read_types(window: int) -> Mapping[str, terms.LicenceType]:
    return MappingProxyType({row.code: row.as_term() for row in models.LicenceType.objects.order_by("code")})
