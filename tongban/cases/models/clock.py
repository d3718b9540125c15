"""The clock ledger of a case: append-only; a trigger refuses UPDATE and DELETE. What it means is in `kernel.limits`."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.models.step import Step
from tongban.cases.terms import Clock
from tongban.kernel.limits import Entry, Limit, Tick, Unit


class ClockEntry(models.Model):
    """One entry. It counts from `at`, which an acceptance by silence dates back; `recorded_at` is when it was written."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_entries")
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    clock = models.CharField(max_length=12)
    tick = models.CharField(max_length=8)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    unit = models.CharField(max_length=16, default="")
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = models.TextField(default="")
    basis = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(clock__in=[clock.value for clock in Clock]), name="clock_kind"),
            models.CheckConstraint(condition=Q(tick__in=[tick.value for tick in Tick]), name="clock_tick"),
            models.CheckConstraint(
                condition=Q(tick__in=[Tick.START, Tick.EXTEND], amount__isnull=False)
                | Q(tick__in=[Tick.PAUSE, Tick.RESUME, Tick.STOP], amount__isnull=True),
                name="clock_amount",
            ),
            models.CheckConstraint(
                condition=Q(clock=Clock.STEP, step__isnull=False) | (~Q(clock=Clock.STEP) & Q(step__isnull=True)), name="clock_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.tick} of {self.case_id}"

    def as_entry(self) -> Entry:
        limit = None if self.amount is None else Limit(Unit(self.unit), Decimal(self.amount), self.basis)
        return Entry(tick=Tick(self.tick), at=self.at, limit=limit, reason=self.reason, basis=self.basis)
