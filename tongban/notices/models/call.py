"""Calls over the exchange: masked ones that the city makes, and those that come in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.kernel.crypto import EncryptedTextField
from tongban.notices.terms import CallOutcome, CallState, CallView, IncomingCall


class Call(models.Model):
    """A call between two numbers that neither side sees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    made_by = models.UUIDField(null=True)  # the login
    subject_type = models.CharField(max_length=60)  # what it is about: "board.Message"
    subject_id = models.UUIDField()
    caller = EncryptedTextField(purpose="notices.caller")
    called = EncryptedTextField(purpose="notices.called")
    state = models.CharField(max_length=10, default=CallState.ASKED.value)
    masked_number = models.CharField(max_length=30, default="")
    error = models.CharField(max_length=40, default="")
    outcome = models.CharField(max_length=12, default="")
    seconds = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in CallState]), name="call_state"),
            models.CheckConstraint(
                condition=Q(state=CallState.ENDED.value, outcome__in=[each.value for each in CallOutcome], ended_at__isnull=False)
                | (~Q(state=CallState.ENDED.value) & Q(outcome="", ended_at__isnull=True)),
                name="call_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_id", "-at"], name="call_subject")]

    def __str__(self) -> str:
        return str(self.pk)

    def as_view(self) -> CallView:
        return CallView(
            id=self.pk,
            state=CallState(self.state),
            masked_number=self.masked_number,
            at=self.at,
            outcome=CallOutcome(self.outcome) if self.outcome else None,
            seconds=self.seconds,
            ended_at=self.ended_at,
        )


class Incoming(models.Model):
    """Somebody rings on an operator's line. Kept for a day, for the form in front of the operator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    line = models.CharField(max_length=30)
    phone = EncryptedTextField(purpose="notices.incoming")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["line", "-at"], name="incoming_line")]

    def __str__(self) -> str:
        return f"{self.line} {self.pk}"

    def as_term(self) -> IncomingCall:
        return IncomingCall(id=self.pk, line=self.line, phone=str(self.phone), at=self.at)
