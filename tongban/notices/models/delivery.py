"""What leaves the city for a notice, and what the demo gateways would have sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.kernel.crypto import EncryptedTextField
from tongban.notices.models.notice import Notice
from tongban.notices.terms import Channel, DeliveryLine, DeliveryState


class Delivery(models.Model):
    """One text message or spoken call. Its id goes with every try, so that a gateway sends it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8)
    phone = EncryptedTextField(purpose="notices.phone", default=b"")  # empty: the login's own, looked up when it is sent
    zh = EncryptedTextField(purpose="notices.sent", default=b"")
    en = EncryptedTextField(purpose="notices.sent", default=b"")
    state = models.CharField(max_length=8, default=DeliveryState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, default="")
    receipt = models.CharField(max_length=80, default="")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=[each.value for each in Channel]), name="delivery_channel"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING.value, settled_at__isnull=True)
                | Q(state__in=[DeliveryState.SENT.value, DeliveryState.FAILED.value], settled_at__isnull=False),
                name="delivery_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="delivery_failed", condition=Q(state=DeliveryState.FAILED.value)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    def as_line(self) -> DeliveryLine:
        return DeliveryLine(
            id=self.pk,
            notice_id=self.notice_id,
            channel=Channel(self.channel),
            state=DeliveryState(self.state),
            attempts=self.attempts,
            at=self.at,
            settled_at=self.settled_at,
            error=self.error,
        )


class DemoMessage(models.Model):
    """What a demo gateway was handed (`ports.demo`). A key that comes again is one message."""

    key = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=8)
    phone = EncryptedTextField(purpose="notices.demo")
    text = EncryptedTextField(purpose="notices.demo")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
