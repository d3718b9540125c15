"""Facts that wait for delivery, and the marks of what was delivered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class FactRow(models.Model):
    """One fact, in order per aggregate. `settled_at` is null until every subscriber has had it."""

    name = models.TextField()
    aggregate = models.TextField()
    aggregate_id = models.UUIDField()
    sequence = models.IntegerField()
    payload = models.JSONField()
    at = models.DateTimeField()
    attempts = models.SmallIntegerField(db_default=0)
    not_before = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["aggregate_id", "sequence"], name="fact_order")]
        indexes: ClassVar = [models.Index(fields=["id"], condition=Q(settled_at__isnull=True), name="fact_waiting")]

    def __str__(self) -> str:
        return f"{self.name} #{self.sequence} of {self.aggregate_id}"


class Delivery(models.Model):
    """This subscriber has had this fact. Written in the transaction of its effect."""

    fact = models.ForeignKey(FactRow, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["fact", "subscriber"], name="fact_delivered_once")]

    def __str__(self) -> str:
        return f"{self.fact_id} to {self.subscriber}"
