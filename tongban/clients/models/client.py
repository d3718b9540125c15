"""Programs that others have written, each with a key of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Client(models.Model):
    """A registered program. Of its key only a digest is kept; `department` is the unit whose own system it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    key_digest = models.BinaryField(unique=True)
    department = models.CharField(max_length=60, default="")
    contact = models.CharField(max_length=200, default="")
    may_update = models.BooleanField(default=False)  # say how its unit's orders stand
    added_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "board_client"  # as it was made (ADR 0030)
        constraints: ClassVar = [models.CheckConstraint(condition=Q(may_update=False) | ~Q(department=""), name="board_client_of_a_unit")]

    def __str__(self) -> str:
        return self.name
