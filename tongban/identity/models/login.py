"""Logins and tokens: means of signing in, apart from the person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from tongban.identity.models.people import Person
from tongban.identity.terms import Assurance
from tongban.kernel.crypto import EncryptedTextField


class Login(AbstractBaseUser):
    """A phone number and a password, or what will follow. It has no username; the phone is found by its blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    phone = EncryptedTextField(purpose="identity.phone")
    phone_index = models.BinaryField(unique=True)
    email = models.EmailField(default="", blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="logins")
    assurance = models.SmallIntegerField(default=Assurance.PHONE)
    is_active = models.BooleanField(default=True)
    language = models.TextField(default="")

    objects = BaseUserManager()

    USERNAME_FIELD = "phone_index"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(assurance__gte=0, assurance__lte=4), name="login_assurance"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ApiToken(models.Model):
    """A bearer token for the REST door. Only its digest is kept."""

    digest = models.BinaryField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="tokens")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token of {self.login_id}"
