"""Consumers of the share interface: departments and outside systems, and what each may ask for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.sharing import terms


class Consumer(models.Model):
    """A system that asks the library. Only the digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    department = models.CharField(max_length=60, blank=True, default="")  # of this city; empty: an outside system
    calls_per_minute = models.PositiveIntegerField()
    token_digest = models.BinaryField(unique=True, null=True)
    token_until = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    public_key = models.BinaryField(null=True)  # SM2, SubjectPublicKeyInfo: answers can be encrypted to it
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "licences_consumer"

    def __str__(self) -> str:
        return self.code

    def as_term(self) -> terms.Consumer:
        rights = tuple(right.as_term() for right in self.rights.all() if right.revoked_at is None)
        return terms.Consumer(
            id=self.pk,
            code=self.code,
            name=self.name,
            department=self.department,
            calls_per_minute=self.calls_per_minute,
            suspended=self.suspended_at is not None,
            rights=tuple(sorted(rights, key=lambda right: right.type_code)),
            token_until=self.token_until,
            public_key=bytes(self.public_key) if self.public_key is not None else None,
        )


class ConsumerRight(models.Model):
    """One consumer's right to one licence type. Revoked, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="rights")
    type_code = models.CharField(max_length=20)
    purposes = ArrayField(models.CharField(max_length=terms.USE_LENGTH))
    basis = models.CharField(max_length=terms.USE_LENGTH, blank=True, default="")  # the article; empty: only as the holder authorises
    fields = ArrayField(models.CharField(max_length=60), default=list)
    copies = models.BooleanField(default=False)
    encrypted = models.BooleanField(default=False, db_default=False)  # answers leave only encrypted to the consumer's key
    valid_until = models.DateField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "licences_consumerright"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consumer", "type_code"], condition=models.Q(revoked_at__isnull=True), name="licences_consumer_right_once"
            ),
            models.CheckConstraint(condition=models.Q(purposes__len__gt=0), name="licences_consumer_right_purposes"),
        ]

    def __str__(self) -> str:
        return f"{self.type_code} for {self.consumer_id}"

    def as_term(self) -> terms.ConsumerRight:
        return terms.ConsumerRight(
            type_code=self.type_code,
            purposes=tuple(self.purposes),
            basis=self.basis,
            fields=tuple(self.fields),
            copies=self.copies,
            encrypted=self.encrypted,
            valid_until=self.valid_until,
        )
