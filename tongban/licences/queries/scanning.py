"""Scans of paper licences for the clerks of the department that keeps their type. What was read is a person's data and is logged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.kernel import access_log, files
from tongban.licences import access, models, rules, terms
from tongban.licences.queries.types import licence_type
from tongban.licences.terms import ScanState

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

SCANS_SHOWN = 100
PURPOSE = "comparing a scan with its paper"


def open_scans(*, by: Actor) -> tuple[terms.Scan, ...]:
    """Those of the actor's departments that nobody has confirmed or discarded, newest first; without what was read."""
    waiting = models.Scan.objects.filter(department__in=by.departments, state__in=[ScanState.READING.value, ScanState.OPEN.value])
    return tuple(_term(row) for row in waiting.order_by("-made_at")[:SCANS_SHOWN])


def scan(scan_id: UUID, *, by: Actor, at: datetime) -> terms.Scan:
    """One scan with what its picture seems to say. Refuses: UnknownScan, ScanDiscarded."""
    row = _readable(scan_id, by)
    kind = licence_type(row.type_code)
    suggested = rules.suggest(row.opened(), kind)
    if suggested:
        access_log.note("licences.scan", by=by, at=at, purpose=PURPOSE, holders=(), subject=str(row.pk), fields=sorted(suggested))
    return _term(row, suggested)


def scan_picture(scan_id: UUID, *, by: Actor, at: datetime) -> tuple[bytes, str]:
    """The picture and its media type. Refuses: UnknownScan, ScanDiscarded."""
    row = _readable(scan_id, by)
    access_log.note("licences.scan_picture", by=by, at=at, purpose=PURPOSE, holders=(), subject=str(row.pk))
    return files.read(row.file_digest), row.media_type


def _readable(scan_id: UUID, by: Actor) -> models.Scan:
    row = models.Scan.objects.filter(pk=scan_id).first()
    if row is None or not access.may_see_stock(by, row.department):
        raise terms.UnknownScan(str(scan_id))
    if row.state == ScanState.DISCARDED:
        raise terms.ScanDiscarded(str(scan_id))
    return row


def _term(row: models.Scan, suggested: dict[str, terms.Suggested] | None = None) -> terms.Scan:
    return terms.Scan(
        id=row.pk,
        type_code=row.type_code,
        department=row.department,
        state=ScanState(row.state),
        media_type=row.media_type,
        read=row.lines is not None,
        made_at=row.made_at,
        licence_id=row.licence_id,
        suggested=suggested or {},
    )
