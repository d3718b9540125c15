"""The city's rules of supervision as they were loaded, one immutable row a state; and which units are switched on."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class SupervisionReleaseRow(models.Model):
    """Canonical content and its digest. The newest is in force; a week keeps the one by which it was closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-loaded_at", "-id"], name="supervision_newest")]

    def __str__(self) -> str:
        return self.digest[:12]


class Switch(models.Model):
    """That a unit was switched on or off; its newest row says which holds. Without one it is on trial. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.CharField(max_length=60)
    on = models.BooleanField()
    switched_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "-at", "-id"], name="supervision_switch_of")]

    def __str__(self) -> str:
        return f"{self.unit} {'on' if self.on else 'off'}"
