"""What somebody types before handing in: saved as it stands, and thrown away on request. Not an act (ADR 0010)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tongban.cases import access
from tongban.cases.models import Draft
from tongban.cases.models.draft import written
from tongban.catalog import queries as catalog_queries
from tongban.kernel.words.legible import legible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.terms import Handed
    from tongban.identity.terms import Actor, HolderKind


@transaction.atomic(savepoint=False)
def save_draft(
    *,
    service: str,
    applicant_kind: HolderKind,
    applicant_id: UUID,
    situation: Mapping[str, Any],
    form: Mapping[str, Any],
    materials: tuple[Handed, ...] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """Keep what somebody has typed, unchecked, under the service's present release; no act yet, so no ledger and no fact.

    Refuses: Denied; UnknownService, ServiceNotOpen.
    """
    access.require_applicant(by, applicant_id)
    release = catalog_queries.current(service, at=at)
    typed = {
        "release_id": release.id,
        "applicant_kind": applicant_kind,
        "situation": legible(dict(situation)),
        "form": legible(dict(form)),
        "materials": [legible(written(each)) for each in materials],
        "saved_at": at,
    }
    draft, _fresh = Draft.objects.update_or_create(author=by.id, service=service, applicant_id=applicant_id, defaults=typed)
    return draft.pk


@transaction.atomic(savepoint=False)
def discard_draft(*, service: str, applicant_id: UUID, by: Actor, at: datetime) -> None:
    """Throw away what this actor has typed for a service; when there is nothing, nothing happens. Refuses: Denied."""
    access.require_applicant(by, applicant_id)
    Draft.objects.select_for_update(of=("self",)).filter(author=by.id, service=service, applicant_id=applicant_id).delete()
