"""The file behind a material of a case: what was uploaded, or an annotated copy of the licence that was used."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from tongban.cases import access
from tongban.cases.models import Case, Material
from tongban.cases.terms import MaterialSource
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log, files
from tongban.licences.terms import CONSENT, Handling, Use
from tongban.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

PURPOSE = "cases.material"


def material_file(case_id: UUID, material_id: UUID, *, by: Actor, at: datetime) -> tuple[BinaryIO, str, str] | None:
    """Content, media type and file name of a material of a case this actor may see, logged; None when there is none.

    What the case keeps of a licence is frozen; what leaves the library for it is an annotated copy. Whoever may see the case may see it.
    """
    visible = Case.objects.filter(access.visible_to(by), pk=case_id)
    row = Material.objects.select_related("case").filter(pk=material_id, case__in=visible).first()
    if row is None:
        return None
    if row.source == MaterialSource.UPLOAD:
        access_log.note("cases.material_file", by=by, at=at, purpose=PURPOSE, holders=[row.case.applicant_id], subject=row.case.number)
        return files.path(row.file_digest).open("rb"), row.media_type, row.file_name
    assert row.licence_id is not None
    copy = sharing_queries.case_copy(row.licence_id, use=use_in(row.case, row.basis), by=by, at=at, handling=Handling(row.case.number))
    return BytesIO(copy.content), copy.media_type, copy.name


def use_in(case: Case, basis: str) -> Use:
    """For what a licence is used in this case, by whom, and on which ground."""
    service = catalog_queries.release(case.release_id).name.zh
    receiver = identity_queries.department_names()[case.department].zh
    return Use(purpose=f"办理“{service}”", receiver=receiver, basis=basis or CONSENT, case_number=case.number)
