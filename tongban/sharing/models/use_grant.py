"""Standing authorisations to use a holder's licences."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.kernel.bilingual import Bilingual
from tongban.sharing import terms


class UseGrant(models.Model):
    """One holder, one receiver, some types, one purpose. It is never changed: it ends, or is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_id = models.UUIDField()
    receiver = models.CharField(max_length=80)
    receiver_name = models.JSONField()  # as it was called when it was authorised
    types = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=terms.PURPOSE_LENGTH)
    granted_by = models.UUIDField(null=True)  # the login
    granted_at = models.DateTimeField()
    valid_until = models.DateField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "licences_usegrant"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(purpose=""), name="licences_usegrant_purpose"),
            models.CheckConstraint(condition=Q(types__len__gt=0), name="licences_usegrant_types"),
        ]
        indexes: ClassVar = [models.Index(fields=["holder_id", "receiver"], name="licences_usegrant_holder")]

    def __str__(self) -> str:
        return str(self.pk)

    def as_term(self) -> terms.UseGrant:
        return terms.UseGrant(
            id=self.pk,
            holder_id=self.holder_id,
            receiver=self.receiver,
            receiver_name=Bilingual.of(self.receiver_name),
            types=tuple(self.types),
            purpose=self.purpose,
            granted_at=self.granted_at,
            valid_until=self.valid_until,
            revoked_at=self.revoked_at,
        )
