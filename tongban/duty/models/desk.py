"""The duty desk: shifts, hand-over notes and who has read them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.kernel.crypto import EncryptedTextField


class Shift(models.Model):
    """Somebody's time at the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    login = models.ForeignKey("identity.Login", on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    left_empty_because = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["login"], condition=Q(ended_at__isnull=True), name="shift_once"),
            models.CheckConstraint(condition=Q(ended_at__isnull=False) | Q(left_empty_because=""), name="shift_left"),
        ]
        indexes: ClassVar = [models.Index(fields=["-begun_at"], name="shift_begun")]

    def __str__(self) -> str:
        return str(self.pk)


class Note(models.Model):
    """What one shift tells the next. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = EncryptedTextField(purpose="duty.note")
    written_by = models.UUIDField()  # the login
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="note_at")]

    def __str__(self) -> str:
        return str(self.pk)


class NoteReading(models.Model):
    """That somebody says they have read it. Append-only."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="readings", db_index=False)
    login_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "login_id"], name="note_read_once")]

    def __str__(self) -> str:
        return f"{self.note_id} by {self.login_id}"
