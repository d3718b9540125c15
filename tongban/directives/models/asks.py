"""What leaders asked for, and complaints that had to be made a second time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.directives.terms import Again, AskState, UnknownAsk, UnknownProposal


class AskQuerySet(models.QuerySet["Ask"]):
    def of_id(self, ask_id: uuid.UUID) -> Ask:
        """One request. Raises UnknownAsk."""
        row = self.filter(pk=ask_id).first()
        if row is None:
            raise UnknownAsk(str(ask_id))
        return row


class Ask(models.Model):
    """A leader's note. What came of it are the orders that cite it, and an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.TextField()
    unit = models.CharField(max_length=60, default="")
    due_on = models.DateField(null=True)
    asked_by = models.UUIDField()
    asked_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=AskState.OPEN.value)
    answer = models.TextField(default="")
    settled_name = models.CharField(max_length=60, default="")
    settled_at = models.DateTimeField(null=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=AskState.OPEN.value, settled_at__isnull=True)
                | Q(state__in=[AskState.ANSWERED.value, AskState.WITHDRAWN.value], settled_at__isnull=False),
                name="ask_state",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-asked_at", "-id"], name="ask_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class SecondComplaintQuerySet(models.QuerySet["SecondComplaint"]):
    def of_id(self, complaint_id: uuid.UUID) -> SecondComplaint:
        """One of them. Raises UnknownProposal."""
        row = self.filter(pk=complaint_id).first()
        if row is None:
            raise UnknownProposal(str(complaint_id))
        return row


class SecondComplaint(models.Model):
    """Proposed once a message and way; dismissed with a reason, or cited by an order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_id = models.UUIDField()
    number = models.CharField(max_length=40)
    unit = models.CharField(max_length=60)
    again = models.CharField(max_length=10)
    earlier = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    dismissed_by = models.UUIDField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    objects = SecondComplaintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(again__in=[each.value for each in Again]), name="second_complaint_again"),
            models.UniqueConstraint(fields=["message_id", "again"], name="second_complaint_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="second_complaint_open", condition=Q(dismissed_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.number} {self.again}"
