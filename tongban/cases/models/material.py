"""A material as it was handed in: a licence of the library or an uploaded file, frozen with what was known of it then."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import MaterialSource


class Material(models.Model):
    """Never changed. What a correction hands in for a key replaces everything that earlier rounds gave for it.

    A later revocation of the licence does not rewrite the case: version, digest and verdict are those of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=12)
    licence_id = models.UUIDField(null=True)
    licence_identifier = models.CharField(max_length=128, default="")
    licence_version = models.PositiveSmallIntegerField(null=True)
    licence_digest = models.CharField(max_length=64, default="")
    licence_name = models.JSONField(null=True)
    issuer_name = models.JSONField(null=True)
    verified = models.BooleanField(null=True)  # the verdict on a licence; an upload has none
    verdict = models.JSONField(null=True)  # what was found: of a licence its four checks, of a signed upload what its signatures say
    basis = models.CharField(max_length=200, default="", db_default="")  # the applicant's consent, or the article by which nobody was asked
    fills = models.JSONField(null=True)  # the fields of the form that this licence filled
    file_digest = models.CharField(max_length=64, default="")
    file_name = models.TextField(default="")
    media_type = models.CharField(max_length=60, default="")
    size = models.BigIntegerField(default=0)
    obtained_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["licence_id"], condition=Q(licence_id__isnull=False), name="material_of_licence"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(source=MaterialSource.LICENCE, licence_id__isnull=False, verified__isnull=False, file_digest="")
                | (Q(source=MaterialSource.UPLOAD, licence_id__isnull=True) & ~Q(file_digest="")),
                name="material_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"
