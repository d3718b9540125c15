"""What somebody types and has not handed in. A draft is not a case (ADR 0010)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.terms import Handed
from tongban.identity.terms import HolderKind


class Draft(models.Model):
    """One per author, service and applicant; handing in deletes it. `release_id` is the release under which it was last saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.UUIDField()
    service = models.CharField(max_length=120)
    release_id = models.UUIDField()
    applicant_kind = models.CharField(max_length=12)
    applicant_id = models.UUIDField()
    situation = models.JSONField(default=dict)
    form = models.JSONField(default=dict)
    materials = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "service", "applicant_id"], name="draft_one_per_author"),
            models.CheckConstraint(condition=Q(applicant_kind__in=[kind.value for kind in HolderKind]), name="draft_applicant_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.service} by {self.author}"

    def handed(self) -> tuple[Handed, ...]:
        """The materials as the term."""
        return handed_of(self.materials)


def written(each: Handed) -> dict[str, Any]:
    """A material as it is stored."""
    return {**asdict(each), "licence_id": str(each.licence_id) if each.licence_id else None}


def handed_of(stored: Iterable[dict[str, Any]]) -> tuple[Handed, ...]:
    """Materials as they were stored."""
    return tuple(_read(each) for each in stored)


def _read(stored: dict[str, Any]) -> Handed:
    return Handed(**{**stored, "licence_id": uuid.UUID(stored["licence_id"]) if stored["licence_id"] else None})
