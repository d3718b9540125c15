"""The paper of an approved report, as somebody reads it: drawn from the kept charts and the approved words, and sealed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import documents, signing
from tongban.prints.queries import printed
from tongban.prints.queries.pictures import contents
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.reports.terms import ReportView

TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "report.typ"
PDF = "application/pdf"
PAPER, PUBLIC_PAPER = "report.pdf", "public-report.pdf"
REASON = "签发分析报告"


def sealed(view: ReportView, *, at: datetime) -> bytes:
    """The PDF, sealed by the department that supervises. The same view gives the same page; the seal is of its moment.

    Refuses: documents.DocumentError; `signing.NoSuchKey`, `signing.KeyStoreClosed`.
    """
    assert view.approval is not None
    code = supervision_queries.release().desks.supervise.partition("/")[0]
    issuer = identity_queries.department(code).name.zh
    told = printed.form(view, city=catalog_queries.city().name.zh, issuer=issuer, pictures=_pictures(view))
    pdf = documents.render_readable(TEMPLATE, told, at=view.approval.at)
    return signing.sign_pdf(pdf, signer=code, name=issuer, reason=REASON, at=at)


def _pictures(view: ReportView) -> printed.Pictures:
    found = contents(view)
    return printed.Pictures(
        svg={key: content.decode() for key, (_, content, _) in found.items()},
        titles={key: each.title for key, (each, _, _) in found.items()},
        told={key: each.told for key, (each, _, _) in found.items()},
        digests={key: digest for key, (_, _, digest) in found.items()},
    )
