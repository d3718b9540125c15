"""A licence shown by QR code: once, for some minutes, for a purpose."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.sharing import terms


class Showing(models.Model):
    """The token itself is kept nowhere, only its digest. `claims` is empty where the whole licence is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.BinaryField(unique=True)
    licence_id = models.UUIDField()
    holder_id = models.UUIDField()
    purpose = models.CharField(max_length=terms.PURPOSE_LENGTH)
    claims = ArrayField(models.CharField(max_length=80), default=list)
    shown_by = models.UUIDField()  # the login
    shown_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "licences_showing"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("shown_at")), name="licences_showing_period"),
            models.CheckConstraint(condition=~Q(purpose=""), name="licences_showing_purpose"),
        ]
        indexes: ClassVar = [models.Index(fields=["licence_id", "-shown_at"], name="licences_showing_licence")]

    def __str__(self) -> str:
        return str(self.pk)
