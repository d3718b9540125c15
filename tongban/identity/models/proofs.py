"""What somebody proves themselves with besides a password: a second factor, and certificates whose key is on a token of their own."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import ClassVar

from cryptography import x509
from django.db import models
from django.db.models import F, Q

from tongban.identity.models.login import Login
from tongban.identity.models.people import Organisation, Person
from tongban.kernel.crypto import EncryptedTextField


class SecondFactor(models.Model):
    """The secret of an authenticator app. It counts from the moment at which a first code was typed."""

    login = models.OneToOneField(Login, primary_key=True, on_delete=models.CASCADE, related_name="second_factor")
    secret = EncryptedTextField(purpose="identity.second_factor")
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_counter = models.BigIntegerField(default=0)  # a code is used once, and none before it

    def __str__(self) -> str:
        return f"second factor of {self.login_id}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def living(self, at: datetime) -> CertificateQuerySet:
        """Those that are neither revoked nor out of their period."""
        return self.filter(revoked_at__isnull=True, starts_at__lte=at, ends_at__gte=at)


class Certificate(models.Model):
    """A certificate on somebody's own token (UKey), as a counter registered it. Revoked, never deleted."""

    fingerprint = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the DER
    der = models.BinaryField()
    subject = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")  # who carries the token
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="certificates")  # whose seal it is
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="certificate_period")]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def of(cls, der: bytes, *, person_id: uuid.UUID, organisation_id: uuid.UUID | None, at: datetime) -> Certificate:
        """A certificate ready to be inserted. Raises ValueError for what is none."""
        read = x509.load_der_x509_certificate(der)
        return cls(
            fingerprint=fingerprint(der),
            der=der,
            subject=read.subject.rfc4514_string(),
            person_id=person_id,
            organisation_id=organisation_id,
            starts_at=read.not_valid_before_utc,
            ends_at=read.not_valid_after_utc,
            registered_at=at,
        )


def fingerprint(der: bytes) -> str:
    """By what a certificate is found again."""
    return hashlib.sha256(der).hexdigest()
