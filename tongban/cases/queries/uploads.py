"""The file behind a material of a case: what was uploaded, or the document of the licence that was used."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from tongban.cases import access
from tongban.cases.models import Case, Material
from tongban.cases.terms import MaterialSource
from tongban.kernel import access_log, files
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Handling

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

PURPOSE = "cases.material"
PDF = "application/pdf"


def material_file(case_id: UUID, material_id: UUID, *, by: Actor, at: datetime) -> tuple[BinaryIO, str, str] | None:
    """Content, media type and file name of a material of a case this actor may see, logged; None when there is none.

    What the case keeps of a licence is frozen; its document is the one that its issuer signed. Whoever may see the case may see it.
    """
    visible = Case.objects.filter(access.visible_to(by), pk=case_id)
    row = Material.objects.select_related("case").filter(pk=material_id, case__in=visible).first()
    if row is None:
        return None
    if row.source == MaterialSource.UPLOAD:
        access_log.note("cases.material_file", by=by, at=at, purpose=PURPOSE, holders=[row.case.applicant_id], subject=row.case.number)
        return files.path(row.file_digest).open("rb"), row.media_type, row.file_name
    assert row.licence_id is not None
    pdf = licence_queries.document(row.licence_id, by=by, at=at, purpose=PURPOSE, handling=Handling(row.case.number))
    return BytesIO(pdf), PDF, f"{row.licence_identifier}.pdf"
