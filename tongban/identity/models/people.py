"""Persons, organisations, and who may act for whom."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.kernel.crypto import EncryptedTextField


class Person(models.Model):
    """A human being. Found by the blind index of the subject with the same id; this id is what others refer to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    number = EncryptedTextField(purpose="identity.number")
    phone = EncryptedTextField(purpose="identity.person.phone", default=b"")
    address = EncryptedTextField(purpose="identity.address", default=b"")

    def __str__(self) -> str:
        return str(self.id)


class Organisation(models.Model):
    """A company or body, with the id of its subject. Its name and credit code are public (Company Law art. 32; GB 32100)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    uscc = models.CharField(max_length=18, unique=True)
    legal_representative_name = models.TextField()
    legal_representative = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="represents")
    phone = models.TextField(default="")
    address = models.TextField(default="")

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def living(self, on: date) -> MandateQuerySet:
        """Those that hold on that day."""
        return self.covering(on, on)

    def covering(self, first: date, last: date | None) -> MandateQuerySet:
        """Those that hold on every day from the first to the last, or without end."""
        enough = Q(valid_until__isnull=True) | Q(valid_until__gte=last) if last else Q(valid_until__isnull=True)
        return self.filter(enough, valid_from__lte=first, revoked_at__isnull=True)


class Mandate(models.Model):
    """This person may act for that organisation. Revoked, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    scope = models.TextField(default="all")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "scope", "valid_from", "valid_until"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="mandate_once",
            ),
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="mandate_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"
