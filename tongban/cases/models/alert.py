"""A licence that an open case rests on has changed since it was handed in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from tongban.cases.models.case import Case


class Alert(models.Model):
    """Shown to whoever works on the case and to its applicant; it rewrites nothing. Append-only; a trigger refuses UPDATE and DELETE."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alerts")
    licence_id = models.UUIDField()
    state = models.CharField(max_length=12)  # of the licence, since then
    changed_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "licence_id", "state", "changed_at"], name="alert_once"),
        ]

    def __str__(self) -> str:
        return f"{self.state} in {self.case_id}"
