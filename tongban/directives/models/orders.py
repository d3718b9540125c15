"""Supervision orders, what happened to each, and their papers.

`Paper.data` is what `papers/order.typ` reads (all words are Chinese, dates are ISO texts, empty means absent): kind, number, ground,
references [text], unit, matter, demand, limit, due_on, provisional, issuer (the unit), issued_by, issued_on, received {name, on, words},
replies [{name, on, words}], checks [{name, on, words, outcome}], and of one that is void: voided {name, on, words}.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Q

from tongban.directives.terms import Ground, OrderPaper, OrderState, UnknownOrder
from tongban.directives.terms.orders import OVER, WITH_THE_UNIT

if TYPE_CHECKING:
    from datetime import datetime

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext(%s))"


def alone(what: str) -> None:
    """Whoever does the same at the same time waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"directives {what}"])


class OrderQuerySet(models.QuerySet["Order"]):
    def of_id(self, order_id: uuid.UUID) -> Order:
        """One order. Raises UnknownOrder."""
        row = self.filter(pk=order_id).first()
        if row is None:
            raise UnknownOrder(str(order_id))
        return row

    def open(self) -> OrderQuerySet:
        return self.exclude(state__in=OVER)

    def to_escalate(self, at: datetime) -> OrderQuerySet:
        """Those whose limit has run out with the unit, and of which nobody above was told."""
        return self.filter(escalates_at__lte=at, state__in=WITH_THE_UNIT).order_by("escalates_at")


class Order(models.Model):
    """What a unit has to do, and by when. `escalates_at` is empty once it was escalated, until a new limit is given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    release = models.ForeignKey("supervision.SupervisionReleaseRow", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=60)
    ground = models.CharField(max_length=20)
    references = ArrayField(models.CharField(max_length=80))
    matter = models.TextField()
    demand = models.TextField()
    limit = models.JSONField()
    state = models.CharField(max_length=10)
    issuer = models.CharField(max_length=60)  # the unit that issues it, and seals its papers
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    amber_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    escalates_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    replied_by = models.UUIDField(null=True)
    on_time = models.BooleanField(null=True)  # of its first reply, for ever
    closed_at = models.DateTimeField(null=True)  # or withdrawn

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=[each.value for each in Ground]), name="supervision_order_ground"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in OVER], closed_at__isnull=False)
                | Q(state__in=[each.value for each in OrderState if each not in OVER], closed_at__isnull=True),
                name="supervision_order_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-issued_at", "-id"], name="supervision_order_of"),
            models.Index(fields=["-issued_at", "-id"], name="supervision_order_newest"),
            models.Index(fields=["escalates_at"], name="supervision_order_clock", condition=Q(escalates_at__isnull=False)),
            GinIndex(fields=["references"], name="supervision_order_cites"),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """One step in the life of an order or of an interview. Append-only."""

    act = models.CharField(max_length=12)
    words = models.TextField(default="")
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60, default="")  # of an official, in office
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


class OrderStep(Step):
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")


class Paper(models.Model):
    """A form of an order: its data never change; the digest of its sealed PDF is added once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="papers", db_index=False)
    kind = models.CharField(max_length=8)
    data = models.JSONField()
    issued_at = models.DateTimeField()
    document_digest = models.CharField(max_length=64, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in OrderPaper]), name="supervision_paper_kind"),
            models.UniqueConstraint(fields=["order", "kind"], name="supervision_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.data['number']} {self.kind}"
