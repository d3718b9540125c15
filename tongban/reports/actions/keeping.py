"""Charts and papers of a report are made by jobs, once each, and kept by their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.kernel import facts, files, imprints, ledger, rows
from tongban.reports import access, events
from tongban.reports.models import Report, ReportFile
from tongban.reports.models.watched import WATCHED

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def keep_report_file(*, report_id: UUID, name: str, content: bytes, media_type: str, by: Actor, at: datetime) -> str:
    """Keep a chart or a paper under its name; one that is there stays as it is. Returns the digest. Refuses: Denied, UnknownReport."""
    access.require_system(by)
    row = Report.objects.select_for_update(of=("self",)).of_id(report_id)
    there = ReportFile.objects.filter(report=row, name=name).values_list("digest", flat=True).first()
    if there is not None:
        return there
    new = ReportFile(report=row, name=name, media_type=media_type, at=at)
    new.digest = files.keep(content, media_type=media_type, at=at).digest
    rows.write(
        *rows.insert(new),
        ledger.entry(
            "reports.keep_file",
            by=by,
            at=at,
            subject=row,
            codes={"name": name} | imprints.of((WATCHED[ReportFile], new, None)),
            digest=new.digest,
        ),
        facts.entry(events.ReportFileKept(report_id=row.pk, kind=row.kind, file=name, at=at)),
    )
    return new.digest
