"""What a look at a counter stands on: visits that a window has registered, and codes that holders show there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.kernel import clock
from tongban.sharing import terms

if TYPE_CHECKING:
    from datetime import datetime


class CounterVisit(models.Model):
    """For whom it was opened is kept as a blind index of the number, or as the holder whose code was shown. Closed once, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=terms.VISIT_LENGTH, unique=True)
    desk = models.CharField(max_length=120)
    purpose = models.CharField(max_length=terms.USE_LENGTH)
    code_index = models.BinaryField(null=True)
    holder_id = models.UUIDField(null=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "licences_countervisit"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(purpose=""), name="licences_visit_purpose"),
            models.CheckConstraint(
                condition=Q(code_index__isnull=False, holder_id__isnull=True) | Q(code_index__isnull=True, holder_id__isnull=False),
                name="licences_visit_for_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "opened_at"], condition=Q(closed_at=None), name="licences_visit_open")]

    def __str__(self) -> str:
        return self.number

    def over(self, at: datetime) -> bool:
        """Closed by the window, or lapsed with its day."""
        return self.closed_at is not None or clock.city_date(self.opened_at) != clock.city_date(at)

    def as_term(self) -> terms.Visit:
        ground = terms.VisitGround.CODE if self.holder_id else terms.VisitGround.NUMBER
        return terms.Visit(self.pk, self.number, self.desk, self.purpose, ground, self.opened_at)


class CounterCode(models.Model):
    """The code itself is kept nowhere, only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_digest = models.BinaryField(unique=True)
    holder_id = models.UUIDField()
    shown_by = models.UUIDField()  # the login
    shown_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    visit_id = models.UUIDField(null=True)

    class Meta:
        db_table = "licences_countercode"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("shown_at")), name="licences_countercode_period"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, visit_id__isnull=True) | Q(taken_at__isnull=False, visit_id__isnull=False),
                name="licences_countercode_taken",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
