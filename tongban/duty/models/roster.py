"""Rosters as the city's file says, and changes at the desk. Names and numbers are sealed."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.duty import rules, terms
from tongban.kernel.crypto import EncryptedTextField

if TYPE_CHECKING:
    from datetime import datetime


class Plan(models.Model):
    """The one duty plan of the city. Its row is also what call-outs queue up at, so that nobody is called twice for one thing."""

    desk = models.CharField(max_length=120)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.desk

    def as_term(self) -> terms.Plan:
        return rules.plan_of(self.content)


class Roster(models.Model):
    """One unit's roster."""

    unit = models.OneToOneField("identity.Department", primary_key=True, on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField(purpose="duty.roster")
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.unit_id)

    def as_term(self) -> terms.Roster:
        return rules.roster_of(json.loads(str(self.content)))


class ChangeQuerySet(models.QuerySet["Change"]):
    def living(self, at: datetime) -> ChangeQuerySet:
        """Those that hold now or will."""
        return self.filter(withdrawn_at__isnull=True, ends_at__gt=at)


class Change(models.Model):
    """Somebody stands in for a while. Withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    unit = models.ForeignKey("identity.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = EncryptedTextField(purpose="duty.change")
    reason = EncryptedTextField(purpose="duty.change", default=b"")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="change_period")]
        indexes: ClassVar = [models.Index(fields=["unit", "ends_at"], name="change_living", condition=Q(withdrawn_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.pk)

    def keep(self, person: terms.Person, reason: str) -> None:
        sealed: Any = json.dumps(rules.person_data(person), ensure_ascii=False)
        self.person, self.reason = sealed, reason

    def as_person(self) -> terms.Person:
        return rules.person_of(json.loads(str(self.person)))

    def as_substitute(self) -> terms.Substitute:
        return terms.Substitute(person=self.as_person(), starts_at=self.starts_at, ends_at=self.ends_at)

    def as_view(self) -> terms.ChangeView:
        return terms.ChangeView(
            id=self.pk,
            unit=self.unit_id,
            person=self.as_person(),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            reason=str(self.reason),
            made_at=self.made_at,
        )
