"""Forms that were sealed, as the log of a seal names them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tongban.cases.models import FormSignature
from tongban.cases.terms import SEALED_FORM, SealedForm
from tongban.catalog import queries as catalog_queries

if TYPE_CHECKING:
    from collections.abc import Collection


def is_sealed_form(subject: str) -> bool:
    """Whether a line in the log of a seal is about a form."""
    return subject.startswith(SEALED_FORM)


def sealed_forms(subjects: Collection[str]) -> dict[str, SealedForm]:
    """The forms among these lines of a seal's log: their service and case; one that was purged is not there. For whoever sees the log."""
    asked = {UUID(each.removeprefix(SEALED_FORM)): each for each in subjects if is_sealed_form(each)}
    rows = FormSignature.objects.filter(pk__in=list(asked)).values_list("pk", "release_id", "case__number") if asked else ()
    return {asked[pk]: SealedForm(catalog_queries.release(release).name, number or "") for pk, release, number in rows}
