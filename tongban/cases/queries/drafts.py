"""What somebody has typed and not handed in: seen by its author alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.cases.models import Draft
from tongban.cases.rules.application import plain, vanished
from tongban.cases.terms import DraftView
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import HolderKind

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor

SHOWN = 30


def draft(service: str, applicant_id: UUID, *, by: Actor) -> DraftView | None:
    """My draft for a service and an applicant, under the service's present release; None when there is none."""
    row = Draft.objects.filter(author=by.id, service=plain(service), applicant_id=applicant_id).first()
    return None if row is None else _view(row, catalog_queries.guide(row.service)[0])


def drafts_of(by: Actor) -> tuple[DraftView, ...]:
    """My drafts, the last saved first."""
    if by.id is None:
        return ()
    rows = list(Draft.objects.filter(author=by.id).order_by("-saved_at", "pk")[:SHOWN])
    guides = catalog_queries.guides(row.service for row in rows)
    return tuple(_view(row, guides[row.service][0]) for row in rows)


def _view(row: Draft, release: Release) -> DraftView:
    """A draft follows the latest release: what that no longer asks is shown as vanished, and not handed in."""
    fields = release.form.schema.get("properties", {})
    questions = {question.key for question in release.questions}
    return DraftView(
        id=row.pk,
        release=release,
        applicant_kind=HolderKind(row.applicant_kind),
        applicant_id=row.applicant_id,
        situation={key: value for key, value in row.situation.items() if key in questions},
        form={name: value for name, value in row.form.items() if name in fields},
        materials=row.handed(),
        saved_at=row.saved_at,
        vanished=vanished(row.form, fields),
    )
