"""A corrected form as the application that it is: what its applicant signs, and what is held against the signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tongban.cases.terms import Application, Corrects, Handed
from tongban.identity.terms import HolderKind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.cases.models import Case


def corrected(case: Case, form: Mapping[str, Any], materials: tuple[Handed, ...], *, signing_id: UUID | None = None) -> Application:
    """The application as a correction hands it in; `materials` are those that change."""
    return Application(
        service=case.service,
        applicant_kind=HolderKind(case.applicant_kind),
        applicant_id=case.applicant_id,
        situation=case.situation,
        form=dict(form),
        materials=materials,
        signing_id=signing_id,
        corrects=Corrects(case.pk, case.round + 1),
    )


def kept_by(case: Case, materials: tuple[Handed, ...]) -> tuple[Handed, ...]:
    """The materials of earlier rounds that a correction leaves as they are: of each those of its last round."""
    changed = {each.key for each in materials}
    rows = list(case.materials.exclude(key__in=changed).order_by("round", "key", "file_name", "licence_identifier", "id"))
    last = {row.key: row.round for row in rows}
    return tuple(
        Handed(row.key, licence_id=row.licence_id, file_digest=row.file_digest, file_name=row.file_name)
        for row in rows
        if row.round == last[row.key]
    )
