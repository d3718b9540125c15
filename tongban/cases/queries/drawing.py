"""Official papers as signed PDF/A: the frozen data on its template, signed by the department that issued it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.cases import access, events
from tongban.cases.models import Case, Paper
from tongban.cases.queries.picture import planned
from tongban.cases.terms import PaperKind, UnknownCase
from tongban.catalog import queries as catalog_queries
from tongban.kernel import access_log, clock, documents, facts, files, ledger, rows, signing

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.cases.terms import Lanes
    from tongban.identity.terms import Actor

TEMPLATES = Path(__file__).resolve().parents[1] / "papers"
REASON = "签发文书"


def paper(paper_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """The signed PDF of a paper; made now if the job has not made it yet. Refuses: UnknownCase, also for whoever may not see the case."""
    row = Paper.objects.select_related("case").filter(pk=paper_id, case__in=Case.objects.filter(access.visible_to(by))).first()
    if row is None:
        raise UnknownCase(str(paper_id))
    holder = row.case.applicant_id
    if not row.document_digest:
        row = _made(paper_id, by=by, at=at)
    access_log.note("cases.paper", by=by, at=at, purpose="cases.paper", holders=[holder], subject=row.number)
    return files.read(row.document_digest)


def attach(row: Paper, *, at: datetime) -> None:
    """Make the document of a paper whose row the caller has locked, and write its digest."""
    pdf = documents.render_readable(TEMPLATES / f"{row.kind}.typ", drawn(row), at=row.issued_at)
    signed = signing.sign_pdf(pdf, signer=row.department, name=row.data["department"], reason=REASON, at=at)
    row.keep_document(files.keep(signed, media_type="application/pdf", at=at).digest)


def drawn(row: Paper) -> dict[str, Any]:
    """The frozen data with what is drawn from it: the QR code, and on a receipt the plan of that moment."""
    data = {**row.data, "qr": documents.qr_svg(row.data["address"])}
    if row.kind == PaperKind.RECEIPT:
        data["lanes"] = _plain(planned(row.case, catalog_queries.release(row.case.release_id)))
    return data


def _made(paper_id: UUID, *, by: Actor, at: datetime) -> Paper:
    """The first request makes the document under the paper's lock; whoever comes second finds it."""
    with transaction.atomic():
        row = Paper.objects.select_for_update(of=("self",)).of_id(paper_id)
        if not row.document_digest:
            attach(row, at=at)
            rows.write(
                ledger.entry("cases.make_paper", by=by, at=at, subject=row, codes={"kind": row.kind}, digest=row.document_digest),
                facts.entry(events.PaperMade(case_id=row.case_id, paper_id=row.pk, kind=row.kind, at=at)),
            )
    return row


def _plain(picture: Lanes) -> dict[str, Any]:
    return {
        "begins": _iso(picture.begins),
        "ends": _iso(picture.ends),
        "promised": _iso(picture.promised) if picture.promised else None,
        "provisional": picture.provisional,
        "lanes": [
            {
                "department": lane.name.zh,
                "bars": [
                    {"name": bar.name.zh, "starts": _iso(bar.starts), "ends": _iso(bar.ends), "state": bar.state, "limit": bar.limit.zh}
                    for bar in lane.bars
                ],
            }
            for lane in picture.lanes
        ],
    }


def _iso(at: datetime) -> str:
    return clock.city_time(at).replace(tzinfo=None).isoformat()
