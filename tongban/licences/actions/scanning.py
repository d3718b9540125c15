"""Paper licences: scanned at a counter of the department that keeps their type, read, compared and confirmed by a clerk."""

from __future__ import annotations

from datetime import datetime
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as queue

from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity import terms as identity_terms
from tongban.identity.terms import HolderKind
from tongban.kernel import facts, files, ledger, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT
from tongban.licences.ports import reading
from tongban.licences.terms import ScanState

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

READ_SCAN = "licences.read_scan"  # the task of `jobs`
PICTURES = ("jpg", "png")


@transaction.atomic(savepoint=False)
def take_scan(*, type_code: str, content: IO[bytes] | bytes, name: str, by: Actor, at: datetime) -> UUID:
    """Keep the picture of a paper licence and have it read; the same picture again is the same scan.

    Refuses: UnknownType, Denied, and what `files.store` refuses.
    """
    kind = queries.licence_type(type_code)
    access.require_issue(by, kind)
    stored = files.store(content, name=name, allowed=PICTURES, max_bytes=files.UPLOAD_BYTES, by=by, at=at)
    row, made = models.Scan.objects.exclude(state=ScanState.DISCARDED.value).get_or_create(
        department=kind.department,
        type_code=kind.code,
        file_digest=stored.digest,
        defaults={"media_type": stored.media_type, "made_by": by.id, "made_at": at},
    )
    if made:
        rows.write(
            ledger.entry("licences.take_scan", by=by, at=at, subject=row, digest=stored.digest),
            facts.entry(events.ScanTaken(scan_id=row.pk, at=at)),
        )
        queue.configure_task(READ_SCAN, queue=DOCUMENT_QUEUE).defer(scan_id=str(row.pk))
    return row.pk


@transaction.atomic(savepoint=False)
def read_scan(*, scan_id: UUID, by: Actor, at: datetime) -> None:
    """Have a picture read, once. Without a reader, or with a picture that it cannot read, the clerk types. Refuses: Denied, UnknownScan."""
    access.require_system(by)
    row = _locked(scan_id)
    if row.state != ScanState.READING:
        return
    reader = reading.reader()
    if reader is not None:
        try:
            row.keep(reader.lines(files.read(row.file_digest)))
        except ValueError:
            row.lines = None
    row.state = ScanState.OPEN.value
    read = "no" if row.lines is None else "yes"
    rows.write(
        rows.update(row, ["lines", "state"]),
        ledger.entry("licences.read_scan", by=by, at=at, subject=row, codes={"read": read}),
        facts.entry(events.ScanRead(scan_id=row.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def confirm_scan(*, scan_id: UUID, confirmed: terms.Confirmed, by: Actor, at: datetime) -> terms.Licence:
    """Take the licence in as the clerk has compared it with the paper. A scan leads to one licence.

    Refuses: UnknownScan, Denied, ScanSettled, InvalidIdentifier, UnseenCharacters, WrongHolder, InvalidContent, PeriodReversed,
    LicenceThere.
    """
    row = _locked(scan_id)
    kind = queries.licence_type(row.type_code)
    access.require_issue(by, kind)
    if row.state in (ScanState.CONFIRMED, ScanState.DISCARDED):
        raise terms.ScanSettled(row.state)
    if confirmed.valid_until is not None and confirmed.valid_until < confirmed.valid_from:
        raise terms.PeriodReversed(f"{confirmed.valid_from} to {confirmed.valid_until}")
    licence = _licence(kind, confirmed, by=by, at=at)
    row.state, row.settled_at, row.licence_id = ScanState.CONFIRMED.value, at, licence.pk
    try:
        rows.write(
            *rows.insert(licence),
            rows.update(row, ["state", "settled_at", "licence_id"]),
            ledger.entry("licences.confirm_scan", by=by, at=at, subject=licence, basis=kind.basis.zh, digest=licence.digest),
            facts.entry(events.LicenceScanned(licence_id=licence.pk, holder_id=licence.holder_id, scan_id=row.pk, at=at)),
        )
    except IntegrityError as error:
        raise terms.LicenceThere(confirmed.number) from error
    queue.configure_task(MAKE_DOCUMENT, queue=DOCUMENT_QUEUE).defer(licence_id=str(licence.pk))
    return licence.as_term(kind)


@transaction.atomic(savepoint=False)
def discard_scan(*, scan_id: UUID, by: Actor, at: datetime) -> None:
    """Put a scan away without a licence; one that is away stays so. Refuses: UnknownScan, Denied, ScanSettled."""
    row = _locked(scan_id)
    access.require_issue(by, queries.licence_type(row.type_code))
    if row.state == ScanState.DISCARDED:
        return
    if row.state == ScanState.CONFIRMED:
        raise terms.ScanSettled(row.state)
    row.state, row.settled_at, row.lines = ScanState.DISCARDED.value, at, None
    rows.write(
        rows.update(row, ["state", "settled_at", "lines"]),
        ledger.entry("licences.discard_scan", by=by, at=at, subject=row),
        facts.entry(events.ScanDiscarded(scan_id=row.pk, at=at)),
    )


def _locked(scan_id: UUID) -> models.Scan:
    row = models.Scan.objects.select_for_update(of=("self",)).filter(pk=scan_id).first()
    if row is None:
        raise terms.UnknownScan(str(scan_id))
    return row


def _licence(kind: terms.LicenceType, confirmed: terms.Confirmed, *, by: Actor, at: datetime) -> models.Licence:
    """The licence, its holder entered where nobody knew them; not inserted yet."""
    code = identity_queries.holder_code(confirmed.code_type, confirmed.holder_code)
    for what in ("number", "holder_name"):
        rules.require_seen(getattr(confirmed, what), what)
    if confirmed.holder_kind not in kind.holder_kinds:
        raise terms.WrongHolder(f"{kind.code} is not for a {confirmed.holder_kind}")
    subject = identity_terms.Subject(confirmed.holder_kind, confirmed.code_type, code, confirmed.holder_name)
    holder_id = identity_actions.know_subjects(subjects=[subject], by=by, at=at)[confirmed.code_type, code]
    holder = identity_terms.Holder(confirmed.holder_kind, holder_id, confirmed.holder_name, code, code_type=confirmed.code_type)
    stock = terms.Stock(
        type_code=kind.code,
        holder=holder,
        number=confirmed.number,
        content=confirmed.content,
        issued_on=confirmed.issued_on,
        valid_from=confirmed.valid_from,
        valid_until=confirmed.valid_until,
    )
    serial = rules.serial_of(confirmed.number, holder=str(holder_id), public=confirmed.holder_kind is HolderKind.ORGANISATION)
    licence = models.Licence.recorded(kind, queries.issuer_of(kind), stock, serial=serial, at=at)
    licence.source = terms.Source.SCAN.value
    return licence
