"""Interviews: the evidence on which one was decided, whom it was held with, what was promised, and what happened."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tongban.directives.models.orders import Step
from tongban.directives.terms import InterviewState, UnknownInterview
from tongban.kernel.crypto import EncryptedTextField
from tongban.supervision.terms import Evidence

if TYPE_CHECKING:
    from datetime import datetime


class InterviewQuerySet(models.QuerySet["Interview"]):
    def of_id(self, interview_id: uuid.UUID) -> Interview:
        """One interview. Raises UnknownInterview."""
        row = self.filter(pk=interview_id).first()
        if row is None:
            raise UnknownInterview(str(interview_id))
        return row

    def to_remind(self, at: datetime) -> InterviewQuerySet:
        """Those of which nothing was promised in time, or whose promised day is over, and of which nobody was told."""
        return self.filter(reminds_at__lte=at, state__in=[InterviewState.HELD, InterviewState.PROMISED]).order_by("reminds_at")


class Interview(models.Model):
    """What was decided on one proposal of a ranking. The evidence stays as it was then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("supervision.SupervisionReleaseRow", on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=60)
    measure = models.CharField(max_length=20)
    week = models.CharField(max_length=8)
    evidence = models.JSONField()  # {n, value, lower, upper, line, version}
    state = models.CharField(max_length=10)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    meets_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, default="")
    held_at = models.DateTimeField(null=True)
    remedy = models.TextField(default="")
    remedy_until = models.DateField(null=True)
    promised_by = models.UUIDField(null=True)
    reminds_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in InterviewState]), name="interview_state"),
            models.UniqueConstraint(fields=["unit", "measure", "week"], name="interview_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-decided_at", "-id"], name="interview_newest"),
            models.Index(fields=["held_at"], name="interview_held", condition=Q(held_at__isnull=False)),
            models.Index(fields=["reminds_at"], name="interview_clock", condition=Q(reminds_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.measure} {self.week}"

    def as_evidence(self) -> Evidence:
        return Evidence(unit=self.unit, measure=self.measure, week=self.week, **self.evidence)


class InterviewedHead(models.Model):
    """Whom it was held with, in office: the post is public, the name is for supervisors. Append-only."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="heads")
    name = EncryptedTextField(purpose="directives.head")
    post = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.post


class InterviewStep(Step):
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="steps")
