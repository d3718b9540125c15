"""Programs that others have written and that send messages, or what a unit's own system has to say about its orders."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.board.models.message import Message


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
        constraints: ClassVar = [models.CheckConstraint(condition=Q(may_update=False) | ~Q(department=""), name="board_client_of_a_unit")]

    def __str__(self) -> str:
        return self.name


class ReportedUpdate(models.Model):
    """What a unit's system has reported, by its own id of it: told once. `applied` is False where a newer one had come before."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    update_id = models.CharField(max_length=80)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()  # by the clock of the other system
    at = models.DateTimeField()
    applied = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "update_id"], name="board_reported_once")]
        indexes: ClassVar = [models.Index(fields=["message", "client", "-updated_at"], name="board_reported_of")]

    def __str__(self) -> str:
        return self.update_id
