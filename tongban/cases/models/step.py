"""One department's part of a case. Unique per case, key and round, so that it can be done again after a correction."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.models.case import Case
from tongban.cases.terms import Opinion, StepState

if TYPE_CHECKING:
    from collections.abc import Collection


class StepQuerySet(models.QuerySet["Step"]):
    def waiting_at(self, desks: Collection[str]) -> StepQuerySet:
        """Open steps at these desks."""
        return self.filter(desk__in=desks, state=StepState.OPEN)

    def settled_at_desks(self, desks: Collection[str]) -> StepQuerySet:
        """What these desks have done."""
        return self.filter(desk__in=desks, state=StepState.DONE)


class Step(models.Model):
    """Opened, then settled: done, skipped because its `when` was false, or cancelled because the case went another way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps", db_index=False)
    key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    desk = models.CharField(max_length=120)
    department = models.CharField(max_length=60)
    does = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    amber_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    opinion = models.CharField(max_length=24, default="")
    reason = models.TextField(default="")
    findings = models.JSONField(default=list)  # of a check: points for the one correction notice

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "key", "round"], name="step_once_per_round"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in StepState]), name="step_state"),
            models.CheckConstraint(condition=Q(opinion__in=["", *(opinion.value for opinion in Opinion)]), name="step_opinion"),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, settled_at__isnull=True) | (~Q(state=StepState.OPEN) & Q(settled_at__isnull=False)),
                name="step_settled",
            ),
            models.CheckConstraint(condition=Q(opinion="") | Q(state=StepState.DONE), name="step_opinion_when_done"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "due_at", "opened_at", "id"], condition=Q(state=StepState.OPEN), name="step_queue"),
            models.Index(fields=["desk", "-settled_at", "-id"], condition=Q(state=StepState.DONE), name="step_done"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.case_id}"
